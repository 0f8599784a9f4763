"""The database's half of the audit trail: one function that adds, triggers that keep history."""

STREAMS = 16

# SECURITY DEFINER: the application's roles hold no right on the table itself. The stream follows
# the transaction, so that one transaction never waits for two chains (no deadlock between them).
RECORD = """
CREATE OR REPLACE FUNCTION audit_record(
    body text, deliver boolean, OUT entry_id bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said jsonb := body::jsonb;
    chain smallint := (pg_current_xact_id()::text::bigint % 16)::smallint;
    head audit_streamhead%ROWTYPE;
    digest bytea;
BEGIN
    IF session_user = 'porchlight_public' OR current_setting('role') = 'porchlight_public' THEN
        IF said->>'door' <> 'public' OR said->>'actor_id' IS NOT NULL THEN
            RAISE EXCEPTION 'the public door records only what the public did';
        END IF;
    END IF;
    SELECT * INTO head FROM audit_streamhead WHERE stream = chain FOR UPDATE;
    entry_id := nextval('audit_entry_id_seq');
    digest := sha256(head.hash || convert_to(entry_id::text || E'\\n' || body, 'UTF8'));
    INSERT INTO audit_entry
        (id, stream, kind, at, recorded_at, actor_id, agency_id, door, records, body, previous,
         hash)
    VALUES (entry_id, chain, said->>'kind', (said->>'at')::timestamptz, clock_timestamp(),
        (said->>'actor_id')::bigint, (said->>'agency_id')::bigint, said->>'door',
        ARRAY(SELECT jsonb_array_elements_text(said->'records')), body, head.hash, digest);
    UPDATE audit_streamhead SET last_id = entry_id, length = length + 1, hash = digest
        WHERE stream = chain;
    IF deliver THEN
        INSERT INTO procrastinate_jobs (queue_name, task_name, args)
            VALUES ('events', 'audit.deliver', jsonb_build_object('entry_id', entry_id));
    END IF;
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
