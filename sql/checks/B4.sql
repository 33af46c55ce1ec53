-- B4: the same as B3 after misfiled indicators (B1) have been put where they belong: what only seems to be there. Tested for each of the three that is
-- filed, in the projects of whose indicators all kinds are told (DOMAIN 6, B4).
SELECT
    p.document_id,
    p.statement_id,
    p.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    p.place,
    concat_ws('、', CASE WHEN p.has_output THEN '产出' END, CASE WHEN p.has_benefit THEN '效益' END, CASE WHEN p.has_satisfaction THEN '满意度' END)
        AS found,
    g.name AS expected,
    NULL::numeric AS difference,
    NOT g.is_there AS hit
FROM core.checked_project AS p
CROSS JOIN LATERAL (
    VALUES ('产出', p.filed_output, p.has_output), ('效益', p.filed_benefit, p.has_benefit), ('满意度', p.filed_satisfaction, p.has_satisfaction)
) AS g (name, is_filed, is_there)
WHERE p.statement_id = ANY (:statements) AND p.is_promise AND p.is_filed_known AND p.is_kind_known AND g.is_filed
