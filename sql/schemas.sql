-- The four schemas and what each is for. The views' fingerprint is added to the comment of mart by etl/load/views.py.
CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA IF NOT EXISTS ops;
CREATE SCHEMA IF NOT EXISTS mart;
CREATE SCHEMA IF NOT EXISTS "报表";
COMMENT ON SCHEMA core IS '明细 | What the documents say: tables, append-only, each fact with its evidence';
COMMENT ON SCHEMA ops IS '运维 | What came in and how it went: documents, statements, runs, findings';
COMMENT ON SCHEMA mart IS '数据集市 | Views for analysts, rebuilt whole from sql/views';
COMMENT ON SCHEMA "报表" IS '报表 | The views of mart under their Chinese names, nothing else';
