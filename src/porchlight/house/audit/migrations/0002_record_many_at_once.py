"""Many events are added at once under one lock of their chain."""

from django.db import migrations

from porchlight.house.audit import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(sql.RECORD, migrations.RunSQL.noop)]
