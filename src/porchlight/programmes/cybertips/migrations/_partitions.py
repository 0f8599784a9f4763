"""
Tables cut by month along the report's number. Django makes the table; here it becomes the head of
partitions before Django adds its indexes and foreign keys (it does so at a migration's end).
"""

from django.db import migrations

# As rules/numbers.py has it: seconds since 2025, then 22 bits.
FUNCTION = """
CREATE SEQUENCE cybertips_number;
CREATE FUNCTION cybertips_make_partitions(first date, months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head record; month date; low bigint; high bigint; made integer := 0; name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('cybertips_make_partitions'));
    FOR step IN 0 .. months - 1 LOOP
        month := date_trunc('month', first)::date + make_interval(months => step);
        low := (month - date '2025-01-01')::bigint * 86400 << 22;
        high := ((month + interval '1 month')::date - date '2025-01-01')::bigint * 86400 << 22;
        FOR head IN
            SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
            WHERE c.relname LIKE 'cybertips\\_%'
        LOOP
            name := head.relname || to_char(month, '_YYYY_MM');
            IF to_regclass(name) IS NULL THEN
                BEGIN
                    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)',
                        name, head.relname, low, high);
                    made := made + 1;
                EXCEPTION WHEN check_violation THEN
                    -- Rows of that month lie in the default partition already: they stay there.
                    NULL;
                END;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION cybertips_make_partitions(date, integer) FROM PUBLIC;
"""
UNDO = "DROP FUNCTION cybertips_make_partitions; DROP SEQUENCE cybertips_number;"


def functions() -> migrations.RunSQL:
    """Make the sequence of running numbers and the function that adds months."""
    return migrations.RunSQL(FUNCTION, UNDO)


def cut(table: str, column: str, key: str) -> migrations.RunSQL:
    """Make ``table`` the head of partitions along ``column``; ``key`` is its primary key."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} RENAME TO {table}_plain;"
        f"CREATE TABLE {table} (LIKE {table}_plain INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        f" PARTITION BY RANGE ({column});"
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_pkey_cut PRIMARY KEY ({key});"
        f"DROP TABLE {table}_plain;"
        f"CREATE TABLE {table}_other PARTITION OF {table} DEFAULT;",
        migrations.RunSQL.noop,
    )


def months(first: str, count: int) -> migrations.RunSQL:
    """Add months, from the one of ``first`` on."""
    return migrations.RunSQL(
        f"SELECT cybertips_make_partitions('{first}', {count})", migrations.RunSQL.noop
    )
