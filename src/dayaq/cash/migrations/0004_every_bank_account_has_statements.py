"""A statement is of one bank account, in its currency; what matches is compared on that account."""

from django.db import migrations, models

# Until now only the account in the programme's own currency had statements.
FILL = """
UPDATE cash_bankstatement s SET account_id = a.id
FROM ledger_account a WHERE a.programme_id = s.programme_id AND a.code = 'bank';
SET CONSTRAINTS ALL IMMEDIATE;
"""

# In place of the function of 0003. A posting counts as the first transfer of its entry on the
# account of the lines, so that no entry is counted twice; lines of two accounts are no match.
FORWARD = """
CREATE OR REPLACE FUNCTION cash_match_has_equal_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  accounts uuid[];
  there bigint;
  here bigint;
BEGIN
  SELECT array_agg(DISTINCT s.account_id), coalesce(sum(l.amount_minor), 0) INTO accounts, there
  FROM cash_linematch m
  JOIN cash_statementline l ON l.id = m.line_id
  JOIN cash_bankstatement s ON s.id = l.statement_id
  WHERE m.matching_id = NEW.matching_id;
  IF cardinality(accounts) > 1 THEN
    RAISE EXCEPTION 'a match is of one account'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_match_is_of_one_account';
  END IF;
  SELECT coalesce(sum(CASE WHEN t.debit_id = accounts[1] THEN t.amount_minor
                           ELSE -t.amount_minor END), 0) INTO here
  FROM cash_postingmatch p
  JOIN ledger_transfer first ON first.id = p.transfer_id
  JOIN ledger_transfer t ON t.entry_id = first.entry_id
  WHERE p.matching_id = NEW.matching_id AND accounts[1] IN (t.debit_id, t.credit_id)
    AND first.id = (SELECT min(x.id) FROM ledger_transfer x
                    WHERE x.entry_id = first.entry_id AND accounts[1] IN (x.debit_id, x.credit_id));
  IF there <> here THEN
    RAISE EXCEPTION 'a match has equal sums: % and %', there, here
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_match_has_equal_sums';
  END IF;
  RETURN NULL;
END $$;

-- A statement that has lines stays on its account: what they were matched with is there.
CREATE FUNCTION cash_statement_keeps_its_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.account_id <> OLD.account_id AND OLD.staged IS NULL THEN
    RAISE EXCEPTION 'an imported statement keeps its account'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'an_imported_statement_keeps_its_account';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statement_keeps_its_account BEFORE UPDATE ON cash_bankstatement
  FOR EACH ROW EXECUTE FUNCTION cash_statement_keeps_its_account();
"""
BACKWARD = """
DROP TRIGGER statement_keeps_its_account ON cash_bankstatement;
DROP FUNCTION cash_statement_keeps_its_account();
CREATE OR REPLACE FUNCTION cash_match_has_equal_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  there bigint;
  here bigint;
BEGIN
  SELECT coalesce(sum(l.amount_minor), 0) INTO there
  FROM cash_linematch m JOIN cash_statementline l ON l.id = m.line_id
  WHERE m.matching_id = NEW.matching_id;
  SELECT coalesce(sum(CASE WHEN d.code = 'bank' THEN t.amount_minor ELSE -t.amount_minor END), 0)
    INTO here
  FROM cash_postingmatch p
  JOIN ledger_transfer first ON first.id = p.transfer_id
  JOIN ledger_transfer t ON t.entry_id = first.entry_id
  JOIN ledger_account d ON d.id = t.debit_id
  JOIN ledger_account c ON c.id = t.credit_id
  WHERE p.matching_id = NEW.matching_id AND 'bank' IN (d.code, c.code);
  IF there <> here THEN
    RAISE EXCEPTION 'a match has equal sums: % and %', there, here
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_match_has_equal_sums';
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cash", "0003_sums_at_the_bank"), ("ledger", "0003_deals_keep_their_rate")]
    operations = [
        migrations.AddField(
            "bankstatement",
            "account",
            models.ForeignKey(
                "ledger.Account", on_delete=models.deletion.PROTECT, related_name="+", null=True
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "bankstatement",
            "account",
            models.ForeignKey(
                "ledger.Account", on_delete=models.deletion.PROTECT, related_name="+"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
