"""What a case carries of its person's registration can be referred to as a whole."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_registrations_in_the_alphabet")]
    operations = [
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("person", "programme", "district", "officer", "sort_key"),
                name="a_registration_lies_in_one_place",
            ),
        ),
    ]
