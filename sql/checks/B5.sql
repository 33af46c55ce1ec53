-- B5: the output of a project is told by 数量, 质量, 时效 and 成本; 成本 also as a level of its own (财预〔2021〕101号). One finding a project, with
-- all that is missing. Tested for projects of whose indicators all kinds are told (DOMAIN 6, B5).
SELECT
    p.document_id,
    p.statement_id,
    p.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    p.place,
    concat_ws(
        '、',
        CASE WHEN p.has_quantity THEN '数量' END, CASE WHEN p.has_quality THEN '质量' END,
        CASE WHEN p.has_timeliness THEN '时效' END, CASE WHEN p.has_cost THEN '成本' END
    ) AS found,
    concat_ws(
        '、',
        CASE WHEN NOT p.has_quantity THEN '数量' END, CASE WHEN NOT p.has_quality THEN '质量' END,
        CASE WHEN NOT p.has_timeliness THEN '时效' END, CASE WHEN NOT p.has_cost THEN '成本' END
    ) AS expected,
    NULL::numeric AS difference,
    NOT (p.has_quantity AND p.has_quality AND p.has_timeliness AND p.has_cost) AS hit
FROM core.checked_project AS p
WHERE p.statement_id = ANY (:statements) AND p.is_promise AND p.is_kind_known
