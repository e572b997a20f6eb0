"""The chain of posted entries, so that a later change to any of them shows.

The closing of a month, which no posting can overtake, seals what it closes.
"""

from __future__ import annotations

from typing import Any

from dayaq.kernel.seal import Chain, plain


def entry_content(row: tuple[Any, ...]) -> dict[str, Any]:
    """An entry and its transfers as they are chained and exported: plain JSON values."""
    entry_id, programme_id, key, on, posted_on, at, memo, event_id, by_id, reverses_id, legs = row
    return {
        "id": str(entry_id),
        "programme": str(programme_id),
        "key": key,
        "on": on.isoformat(),
        "posted_on": posted_on.isoformat(),
        "recorded_at": at.isoformat(),
        "memo": memo,
        "event": str(event_id or ""),
        "by": str(by_id or ""),
        "reverses": str(reverses_id or ""),
        "transfers": plain(legs),
    }


ENTRIES = Chain(
    seed=b"dayaq ledger",
    lock=7_401_552_002,
    seals="ledger_entryseal",
    key="entry_id",
    source="ledger_entry",
    columns="""
e.id, e.programme_id, e.key, e."on", e.posted_on, e.recorded_at, e.memo, e.event_id,
e.recorded_by_id, e.reverses_id,
(SELECT coalesce(json_agg(json_build_array(t.id, d.code, c.code, t.currency, t.amount_minor,
        coalesce(w.code, ''), coalesce(t.subject_id::text, '')) ORDER BY t.id), '[]')
 FROM ledger_transfer t
 JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
 LEFT JOIN ledger_window w ON w.id = t.window_id WHERE t.entry_id = e.id)
""",
    order="ORDER BY e.xid, e.id",
    content_of=entry_content,
)
"""The chain of entries."""
