"""The database's half of the audit trail: one function that adds, triggers that keep history."""

STREAMS = 16

# SECURITY DEFINER: the application's roles hold no right on the table itself. The stream follows
# the transaction, so that one transaction never waits for two chains (no deadlock between them).
# Many at once take the chain's end once and put it back once.
RECORD = """
CREATE OR REPLACE FUNCTION audit_record_all(
    bodies text[], deliver boolean[], OUT entry_ids bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    chain smallint := (pg_current_xact_id()::text::bigint % 16)::smallint;
    from_public boolean := session_user = 'porchlight_public'
        OR current_setting('role') = 'porchlight_public';
    head audit_streamhead%ROWTYPE;
    said jsonb;
    entry_id bigint;
    digest bytea;
BEGIN
    SELECT * INTO head FROM audit_streamhead WHERE stream = chain FOR UPDATE;
    FOR place IN 1 .. cardinality(bodies) LOOP
        said := bodies[place]::jsonb;
        IF from_public AND (said->>'door' <> 'public' OR said->>'actor_id' IS NOT NULL) THEN
            RAISE EXCEPTION 'the public door records only what the public did';
        END IF;
        entry_id := nextval('audit_entry_id_seq');
        digest := sha256(
            head.hash || convert_to(entry_id::text || E'\\n' || bodies[place], 'UTF8'));
        INSERT INTO audit_entry
            (id, stream, kind, at, recorded_at, actor_id, agency_id, door, records, body,
             previous, hash)
        VALUES (entry_id, chain, said->>'kind', (said->>'at')::timestamptz, clock_timestamp(),
            (said->>'actor_id')::bigint, (said->>'agency_id')::bigint, said->>'door',
            ARRAY(SELECT jsonb_array_elements_text(said->'records')), bodies[place],
            head.hash, digest);
        IF deliver[place] THEN
            INSERT INTO procrastinate_jobs (queue_name, task_name, args)
                VALUES ('events', 'audit.deliver', jsonb_build_object('entry_id', entry_id));
        END IF;
        head.hash := digest;
        entry_ids[place] := entry_id;
    END LOOP;
    UPDATE audit_streamhead
        SET last_id = entry_id, length = length + cardinality(bodies), hash = head.hash
        WHERE stream = chain AND cardinality(bodies) > 0;
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
