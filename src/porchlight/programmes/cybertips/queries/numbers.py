"""Numbers that nothing else has."""

from datetime import datetime

from django.db import connection

from porchlight.programmes.cybertips.rules.numbers import number_at


def fresh_number(now: datetime) -> int:
    """Return the next number for a report or a document."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cybertips_number')")
        return number_at(now, int(cursor.fetchone()[0]))
