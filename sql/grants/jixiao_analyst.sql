-- The analyst reads everything and does nothing else (DESIGN, "What clients need"). Run for the role of the file's name where it exists.
DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM jixiao_analyst', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO jixiao_analyst', current_database());
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA core, mart, "报表", ops FROM jixiao_analyst;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA core, mart, "报表", ops FROM jixiao_analyst;
REVOKE ALL ON SCHEMA core, mart, "报表", ops, public FROM jixiao_analyst;
GRANT USAGE ON SCHEMA core, mart, "报表", ops TO jixiao_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA core, mart, "报表", ops TO jixiao_analyst;
