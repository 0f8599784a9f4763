"""The database's half of the audit trail: one function that adds, triggers that keep history."""

STREAMS = 16

# SECURITY DEFINER: the application's roles hold no right on the table itself. The stream follows
# the transaction, so that one transaction never waits for two chains (no deadlock between them).
# Many at once take the chain's end once, put it back once and are inserted by one statement.
RECORD = """
CREATE OR REPLACE FUNCTION audit_record_all(
    bodies text[], deliver boolean[], OUT entry_ids bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    chain smallint := (pg_current_xact_id()::text::bigint % 16)::smallint;
    from_public boolean := session_user = 'porchlight_public'
        OR current_setting('role') = 'porchlight_public';
    head audit_streamhead%ROWTYPE;
    one text;
    place integer := 0;
    befores bytea[];
    digests bytea[];
BEGIN
    IF from_public AND EXISTS (
        SELECT FROM unnest(bodies) AS told(body)
        WHERE told.body::jsonb->>'door' IS DISTINCT FROM 'public'
            OR told.body::jsonb->>'actor_id' IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the public door records only what the public did';
    END IF;
    SELECT * INTO head FROM audit_streamhead WHERE stream = chain FOR UPDATE;
    FOREACH one IN ARRAY bodies LOOP
        place := place + 1;
        entry_ids[place] := nextval('audit_entry_id_seq');
        befores[place] := head.hash;
        head.hash := sha256(
            head.hash || convert_to(entry_ids[place]::text || E'\\n' || one, 'UTF8'));
        digests[place] := head.hash;
    END LOOP;
    INSERT INTO audit_entry
        (id, stream, kind, at, recorded_at, actor_id, agency_id, door, records, body,
         previous, hash)
    SELECT told.id, chain, said->>'kind', (said->>'at')::timestamptz, clock_timestamp(),
        (said->>'actor_id')::bigint, (said->>'agency_id')::bigint, said->>'door',
        ARRAY(SELECT jsonb_array_elements_text(said->'records')), told.body,
        told.before, told.digest
    FROM (
        -- OFFSET 0: each body is read as JSON once, not once for each column.
        SELECT given.*, given.body::jsonb AS said
        FROM unnest(entry_ids, bodies, befores, digests) AS given(id, body, before, digest)
        OFFSET 0
    ) AS told;
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    SELECT 'events', 'audit.deliver', jsonb_build_object('entry_id', given.id)
    FROM unnest(entry_ids, deliver) AS given(id, wanted)
    WHERE given.wanted;
    UPDATE audit_streamhead
        SET last_id = entry_ids[place], length = length + place, hash = head.hash
        WHERE stream = chain AND place > 0;
END $$;
CREATE OR REPLACE FUNCTION audit_record(body text, deliver boolean, OUT entry_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    entry_id := (audit_record_all(ARRAY[body], ARRAY[deliver]))[1];
END $$;
"""

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only ever added to';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_rowhistory_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_rowhistory
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""

KEEP_HISTORY = """
CREATE OR REPLACE FUNCTION audit_keep_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
BEGIN
    IF TG_OP = 'UPDATE' AND before = to_jsonb(NEW) THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_rowhistory (table_name, row_id, operation, changed_at, transaction, old)
    VALUES (TG_TABLE_NAME, coalesce(before->>'id', before->>TG_ARGV[0]), TG_OP,
        clock_timestamp(), pg_current_xact_id()::text, before);
    RETURN NULL;
END $$;
"""
