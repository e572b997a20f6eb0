"""Cash of a batch moves when both sides have signed, or alone with a countersignature.

Of what was received before, a batch that its officer typed was signed so; of any other nobody
can say, and it waits for a second person like cash received alone.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

FILL = """
UPDATE credit_collectionbatch SET gave_by = 'account', gave_signed_by_id = officer_id
WHERE recorded_by_id = officer_id;
UPDATE credit_collectionbatch SET is_alone = true
WHERE recorded_by_id <> officer_id AND received_by_id IS NOT NULL;
UPDATE credit_collectionbatch SET is_counted = true
WHERE recorded_by_id <> officer_id AND received_by_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0013_a_handover_goes_forward"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("collectionbatch", "is_counted", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("collectionbatch", "is_alone", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("collectionbatch", "gave_by", models.CharField(blank=True, choices=[("", "Not signed yet"), ("account", "Under the own account"), ("paper", "On a paper slip"), ("hand_over", "On a hand-over of several batches")], db_default="", default="", max_length=10)),
        migrations.AddField("collectionbatch", "gave_signed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField("collectionbatch", "paper_number", models.CharField(blank=True, db_default="", default="", max_length=40)),
        migrations.AddField("collectionbatch", "paper_on", models.DateField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint("collectionbatch", models.CheckConstraint(condition=Q(received_by__isnull=True) | ~Q(gave_by="") | Q(is_alone=True), name="cash_moves_when_both_sides_have_signed")),
        migrations.AddConstraint("collectionbatch", models.CheckConstraint(condition=~Q(gave_by="paper") | (~Q(paper_number="") & Q(paper_on__isnull=False)), name="a_signed_slip_has_its_number_and_day")),
        migrations.AddConstraint("collectionbatch", models.CheckConstraint(condition=~Q(gave_by="account") | Q(gave_signed_by=F("officer")), name="nobody_signs_for_the_officer")),
    ]
