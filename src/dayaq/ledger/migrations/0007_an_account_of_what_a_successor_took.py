"""Books that are open get the account of what was handed over to a successor."""

from django.db import migrations

FILL = """
INSERT INTO ledger_account (id, programme_id, code, kind, currency, opened_on)
SELECT gen_random_uuid(), a.programme_id, 'handed_over', 'fund', a.currency, a.opened_on
FROM ledger_account a WHERE a.code = 'expense.forgiveness'
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_lists_newest_first")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
