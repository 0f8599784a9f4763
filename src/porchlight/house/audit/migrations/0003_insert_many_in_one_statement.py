"""Events that are added together are chained first and inserted by one statement."""

from django.db import migrations

from porchlight.house.audit import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_record_many_at_once")]
    operations = [migrations.RunSQL(sql.RECORD, migrations.RunSQL.noop)]
