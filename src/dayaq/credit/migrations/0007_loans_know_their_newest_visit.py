"""A loan names the day of its newest visit and the one agreed on then, beside what its pages ask."""

from django.db import migrations, models

FILL = """
UPDATE credit_loan l SET visited_on = v.visited_on, next_visit_on = v.next_visit_on
FROM (SELECT DISTINCT ON (loan_id) loan_id, visited_on, next_visit_on
      FROM credit_monitoringvisit ORDER BY loan_id, visited_on DESC, id DESC) v
WHERE v.loan_id = l.id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("credit", "0006_loans_in_reach")]
    operations = [
        migrations.AddField(
            model_name="loan", name="visited_on", field=models.DateField(null=True)
        ),
        migrations.AddField(
            model_name="loan", name="next_visit_on", field=models.DateField(null=True)
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_visit_on__isnull", True),
                    models.Q(
                        ("next_visit_on__gt", models.F("visited_on")),
                        ("visited_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="the_next_visit_follows_the_newest",
            ),
        ),
        migrations.RemoveIndex(model_name="loan", name="loans_in_reach"),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(
                fields=["programme", "status", "district", "officer"],
                include=("id", "code", "disbursed_on", "visited_on", "next_visit_on"),
                name="loans_in_reach",
            ),
        ),
    ]
