import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_machine_key")]

    operations = [
        # Links of before are worth nothing afterwards: nobody was invited yet.
        migrations.RunSQL(
            "DELETE FROM accounts_invitation WHERE accepted_at IS NULL",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RenameField("invitation", "token_digest", "code_digest"),
        migrations.AlterField("invitation", "code_digest", models.CharField(max_length=64)),
        migrations.AlterField(
            "invitation", "role", models.CharField(max_length=40, blank=True)
        ),
        migrations.AlterField(
            "invitation",
            "accepted_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "invitation",
            "account",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("invitation", "by_mail", models.BooleanField(default=True)),
        migrations.AddField("invitation", "tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("rolegrant", "expires_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "account", "disabled_because", models.CharField(max_length=10, blank=True, default="")
        ),
        migrations.AlterField(
            "account", "disabled_because", models.CharField(max_length=10, blank=True)
        ),
        migrations.AddField("account", "enabled_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("account", "accounts_account_disabled_signed"),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=True, disabled_by__isnull=True)
                | Q(disabled_at__isnull=False, disabled_by__isnull=False)
                | Q(disabled_at__isnull=False, disabled_because="idle"),
                name="accounts_account_disabled_signed",
            ),
        ),
        migrations.RemoveConstraint("rolegrant", "accounts_rolegrant_ended_signed"),
        migrations.AddConstraint(
            "rolegrant",
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False)
                | Q(
                    ended_by__isnull=True,
                    expires_at__isnull=False,
                    ended_at__gte=F("expires_at"),
                ),
                name="accounts_rolegrant_ended_signed",
            ),
        ),
    ]
