"""The two kinds of table that the public process may touch. Neither has relations."""

import uuid

from django.db import connection, models


class ReleasedCopy(models.Model):
    """Approved facts, copied when they were released; the public role may read it."""

    class Meta:
        abstract = True


class DropBox(models.Model):
    """What the public leaves; the public role may add to it and never read it."""

    # Made here and not by the database: reading a new number back would need the right to read.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dropped_at = models.DateTimeField()

    class Meta:
        abstract = True

    def drop(self) -> bool:
        """
        Add the row and return whether it is new; one that was sent before is left as it is.

        «On conflict» without naming the key needs no right to read, which the public process does
        not have; the count of rows needs none either.
        """
        columns = self._meta.local_concrete_fields
        names = ", ".join(f'"{field.column}"' for field in columns)
        marks = ", ".join(["%s"] * len(columns))
        values = [
            field.get_db_prep_save(getattr(self, field.attname), connection) for field in columns
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{self._meta.db_table}" ({names}) VALUES ({marks}) '  # noqa: S608
                "ON CONFLICT DO NOTHING",
                values,
            )
            return bool(cursor.rowcount)
