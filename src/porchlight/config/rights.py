"""
What each database role may do, made from the kinds of table, after every migration.

``porchlight_public`` reads released copies and adds to drop boxes. ``porchlight_app`` works on
all tables but those of the audit trail, to which it can only add through ``audit_record``.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from porchlight.house.doors.public_tables import DropBox, ReleasedCopy

PUBLIC, APP = "porchlight_public", "porchlight_app"
READ_ONLY_APPS = {"audit"}
# Kept by triggers: these change with every request or are themselves a history.
NO_HISTORY_APPS = {"audit", "jobs", "procrastinate", "sessions", "contenttypes", "auth"}

# The public process also counts requests against its limits and reads nothing by it.
PUBLIC_EXTRA = {"doors_bucket": "SELECT, INSERT, UPDATE"}

MONTHS = "cybertips_make_partitions(date, integer)"

ROLES = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
    EXECUTE format('GRANT {role} TO %I', session_user);
END $$;
"""


def granted(role: str) -> dict[str, str]:
    """Return table → privileges of ``role``: the declared table that tests compare with."""
    rights: dict[str, str] = {}
    for model in tables():
        table = model._meta.db_table
        if role == PUBLIC:
            if issubclass(model, ReleasedCopy):
                rights[table] = "SELECT"
            elif issubclass(model, DropBox):
                rights[table] = "INSERT"
        elif model._meta.app_label in READ_ONLY_APPS:
            rights[table] = "SELECT"
        else:
            rights[table] = "SELECT, INSERT, UPDATE, DELETE"
    if role == PUBLIC:
        rights |= PUBLIC_EXTRA
    return rights


def tables() -> Iterator[type[models.Model]]:
    """Every model with a table of its own."""
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)


def with_history() -> list[type[models.Model]]:
    """The models whose rows' former values are kept by a trigger."""
    return [
        model
        for model in tables()
        if model._meta.app_label not in NO_HISTORY_APPS
        and not issubclass(model, DropBox)
        and model.__module__.startswith("porchlight.")
        and getattr(model, "HISTORY", True)
    ]


def apply() -> None:
    """Bring roles, grants and history triggers of the database to what is declared here."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for role in (PUBLIC, APP):
            cursor.execute(ROLES.format(role=role))
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            for table, rights in granted(role).items():
                if table not in there:  # a migration of one app only, on an empty database
                    continue
                cursor.execute(f'GRANT {rights} ON "{table}" TO {role}')
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}")
        for name in ("jobs", "workers", "periodic_defers", "events"):
            cursor.execute(f"GRANT ALL ON procrastinate_{name} TO {APP}")
        for adds in ("audit_record(text, boolean)", "audit_record_all(text[], boolean[])"):
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION {adds} FROM PUBLIC")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION audit_record(text, boolean) TO {APP}, {PUBLIC}")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION audit_record_all(text[], boolean[]) TO {APP}")
        if "cybertips_report" in there:
            # Adding a month to the tables that are cut by month, and nothing else of an owner's.
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {MONTHS} TO {APP}")
        for model in with_history():
            table, key = model._meta.db_table, model._meta.pk.column
            if table not in there:
                continue
            cursor.execute(
                f'CREATE OR REPLACE TRIGGER keep_history AFTER UPDATE OR DELETE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION audit_keep_history('{key}')"
            )
