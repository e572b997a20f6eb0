"""A row that is written pays for each index of its table, so none only repeats another."""

from __future__ import annotations

import psycopg

WRITTEN_MOST = (
    "credit_loanapplication", "credit_appraisal", "credit_vote", "credit_decision",
    "credit_agreement", "credit_loan", "credit_loanevent", "credit_instalment", "credit_change",
    "credit_allocation", "credit_receipt", "ledger_entry", "ledger_transfer", "kernel_event",
    "kernel_eventsubject",
)  # fmt: skip
BEGINNINGS = """
SELECT few.indexrelid::regclass::text, more.indexrelid::regclass::text
FROM pg_index few JOIN pg_index more USING (indrelid)
WHERE few.indrelid = ANY(%s::regclass[]) AND few.indexrelid <> more.indexrelid
  AND NOT few.indisunique AND more.indpred IS NULL AND more.indexprs IS NULL
  AND few.indpred IS NULL AND few.indexprs IS NULL
  AND (more.indkey::int2[])[0:few.indnkeyatts - 1] = (few.indkey::int2[])[0:few.indnkeyatts - 1]
  AND (more.indclass::oid[])[0:few.indnkeyatts - 1] = (few.indclass::oid[])[0:few.indnkeyatts - 1]
  AND few.indnatts = few.indnkeyatts
"""


def test_no_index_is_the_beginning_of_another(own_database: dict[str, str]) -> None:
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        found = owner.execute(BEGINNINGS, [list(WRITTEN_MOST)]).fetchall()
        owner.execute("CREATE INDEX again ON credit_change (loan_id)")
        again = owner.execute(BEGINNINGS, [list(WRITTEN_MOST)]).fetchall()

    assert found == []
    assert again == [("again", "credit_change_pkey")]
