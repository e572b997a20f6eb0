"""A matching joins lines of the bank and postings of the books; a trigger compares their sums.

It is not undone: several lines of one posting have no place in the table as it was.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dayaq.kernel.ids

# What was one line and one posting is a matching of the two, under the id of the old row. The
# column is filled by changing its type: the rows themselves are written once (trigger).
FILL = """
INSERT INTO cash_matching (id, programme_id, "use", matched_by_id, matched_on)
SELECT m.id, l.programme_id, m."use", m.matched_by_id, m.matched_on
FROM cash_linematch m JOIN cash_statementline l ON l.id = m.line_id;
INSERT INTO cash_postingmatch (id, transfer_id, matching_id)
SELECT gen_random_uuid(), m.transfer_id, m.id FROM cash_linematch m;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE cash_linematch ALTER COLUMN matching_id TYPE uuid USING id;
SET CONSTRAINTS ALL DEFERRED;
"""
FORWARD = """
CREATE FUNCTION cash_match_has_equal_sums() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER a_match_has_equal_sums AFTER INSERT ON cash_linematch
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cash_match_has_equal_sums();
CREATE CONSTRAINT TRIGGER a_match_has_equal_sums AFTER INSERT ON cash_postingmatch
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cash_match_has_equal_sums();
"""
PK = {"default": dayaq.kernel.ids.uuid7, "editable": False, "primary_key": True, "serialize": False}


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("ledger", "0080_money_in_other_currencies"),
        ("cash", "0002_the_cash_desk_keeps_its_word"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Matching",
            fields=[
                ("id", models.UUIDField(**PK)),
                ("use", models.CharField(choices=[("books", "Found in the books"), ("suspense", "Unknown money, in suspense"), ("charge", "Bank charge")], max_length=10)),
                ("matched_on", models.DateField()),
                ("matched_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("programme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.programme")),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="PostingMatch",
            fields=[
                ("id", models.UUIDField(**PK)),
                ("matching", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="cash.matching")),
                ("transfer", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.transfer")),
            ],
            options={"abstract": False},
        ),
        migrations.AddField("linematch", "matching", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="cash.matching")),
        migrations.RunSQL(FILL),
        migrations.AlterField("linematch", "matching", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="cash.matching")),
        migrations.RemoveField("linematch", "transfer"),
        migrations.RemoveField("linematch", "use"),
        migrations.RemoveField("linematch", "matched_by"),
        migrations.RemoveField("linematch", "matched_on"),
        migrations.RunSQL(FORWARD),
    ]
