-- B3: a project has indicators of 产出, 效益 and 满意度, as filed. One that is there, but filed elsewhere, is said to be so. Tested for each of the
-- three, in the projects whose level 1 is told (DOMAIN 6, B3).
SELECT
    p.document_id,
    p.statement_id,
    p.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    p.place,
    concat_ws('、', CASE WHEN p.filed_output THEN '产出' END, CASE WHEN p.filed_benefit THEN '效益' END, CASE WHEN p.filed_satisfaction THEN '满意度' END)
        || CASE WHEN g.is_there AND NOT g.is_filed THEN '（其中列有' || g.name || '）' ELSE '' END AS found,
    g.name AS expected,
    NULL::numeric AS difference,
    NOT g.is_filed AS hit
FROM core.checked_project AS p
CROSS JOIN LATERAL (
    VALUES ('产出', p.filed_output, p.has_output), ('效益', p.filed_benefit, p.has_benefit), ('满意度', p.filed_satisfaction, p.has_satisfaction)
) AS g (name, is_filed, is_there)
WHERE p.statement_id = ANY (:statements) AND p.is_promise AND p.is_filed_known
