from django.db import migrations, models


class Migration(migrations.Migration):
    """Today asks each time whether an old proof is left; that must not read the whole table."""

    dependencies = [("quotes", "0002_answers_names_erasures")]

    operations = [
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["given_at"], name="quotes_consent_given"),
        ),
    ]
