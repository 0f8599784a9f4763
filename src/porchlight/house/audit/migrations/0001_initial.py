"""The list of events, its chains, and the history of rows."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from porchlight.house.audit import sql

HEADS = f"""
INSERT INTO audit_streamhead (stream, last_id, length, hash)
SELECT n, 0, 0, sha256(convert_to('stream ' || n, 'UTF8')) FROM generate_series(0, {sql.STREAMS - 1}) n
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stream", models.SmallIntegerField()),
                ("kind", models.TextField()),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("agency_id", models.BigIntegerField(null=True)),
                ("door", models.TextField()),
                ("records", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("body", models.TextField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["records"], name="audit_entry_records"),
                    models.Index(fields=["actor_id", "-id"], name="audit_entry_actor"),
                    models.Index(fields=["kind", "-id"], name="audit_entry_kind"),
                    models.Index(fields=["stream", "id"], name="audit_entry_stream"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StreamHead",
            fields=[
                ("stream", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("last_id", models.BigIntegerField(default=0)),
                ("length", models.BigIntegerField(default=0)),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="RowHistory",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table_name", models.TextField()),
                ("row_id", models.TextField()),
                ("operation", models.CharField(max_length=6)),
                ("changed_at", models.DateTimeField()),
                ("transaction", models.TextField()),
                ("old", models.JSONField()),
            ],
            options={
                "indexes": [models.Index(fields=["table_name", "row_id", "-id"], name="audit_history_row")],
            },
        ),
        migrations.RunSQL(HEADS, "DELETE FROM audit_streamhead"),
        migrations.RunSQL(sql.RECORD, "DROP FUNCTION audit_record; DROP FUNCTION audit_record_all"),
        migrations.RunSQL(sql.KEEP_HISTORY, "DROP FUNCTION audit_keep_history"),
        migrations.RunSQL(
            sql.REFUSE_CHANGE,
            "DROP TRIGGER audit_entry_append_only ON audit_entry;"
            "DROP TRIGGER audit_rowhistory_append_only ON audit_rowhistory;"
            "DROP FUNCTION audit_refuse_change",
        ),
    ]
