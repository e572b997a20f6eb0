"""What business plans carry of a registration is a key of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_a_registration_lies_in_one_place")]
    operations = [
        migrations.AddConstraint(
            "registration",
            models.UniqueConstraint(
                fields=["person", "programme", "district", "officer"],
                name="a_registration_has_one_district_and_officer",
            ),
        ),
    ]
