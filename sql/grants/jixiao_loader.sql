-- The loader reads everything, adds facts, marks what they supersede, and stages in temporary tables; it owns nothing, so it can neither
-- drop nor alter, nor delete what a document says. Run for the role of the file's name where it exists.
DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM jixiao_loader', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO jixiao_loader', current_database());
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA core, mart, "报表", ops FROM jixiao_loader;
REVOKE ALL ON SCHEMA core, mart, "报表", ops FROM jixiao_loader;
GRANT USAGE ON SCHEMA core, mart, "报表", ops TO jixiao_loader;
GRANT SELECT ON ALL TABLES IN SCHEMA core, mart, "报表", ops TO jixiao_loader;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA core, ops TO jixiao_loader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA core, ops TO jixiao_loader;
-- What is derived goes when it no longer holds: findings of a refusal that gave way to a reading, links between projects. A steward's list that is
-- given anew replaces the one before.
GRANT DELETE ON ops.finding, core.project_link, core.suggested_link, ops.roster, ops.confirmed_link TO jixiao_loader;
GRANT DELETE ON
    core.department_year, core.department_statement, core.promised_project, core.evaluated_project, core.project_money, core.promised_target,
    core.compared_target, core.peer_target, core.counted_target, core.republished_pair, core.peer_rank,
    core.cost_group, core.unranked_group TO jixiao_loader;
