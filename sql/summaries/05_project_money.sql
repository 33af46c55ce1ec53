-- How a project is financed. Budget and cycle from the target table. The budget's sources come from the self-evaluation only where no promise that
-- it is about prints any; where neither does, one part unspecified with the total. Adjusted and executed are the self-evaluation's and stand under
-- the department that evaluated (DESIGN, "funding stages").
CREATE TEMPORARY TABLE summary_part ON COMMIT DROP AS
WITH split AS ( -- projects and years whose statements of one kind tell the sources of the budget
    SELECT DISTINCT r.project_id, r.fiscal_year, r.is_promise
    FROM summary_row AS r
    JOIN core.funding AS f USING (project_year_id)
    WHERE f.stage = 'budget'
),
split_by_promise AS ( -- self-evaluations whose promises tell them
    SELECT DISTINCT a.project_id, a.fiscal_year
    FROM summary_about AS a
    JOIN split AS s ON s.project_id = a.promised_project_id AND s.fiscal_year = a.fiscal_year AND s.is_promise
),
split_by_evaluation AS ( -- promises of which only the self-evaluation tells them
    SELECT DISTINCT a.promised_project_id AS project_id, a.fiscal_year
    FROM summary_about AS a
    JOIN split AS s ON s.project_id = a.project_id AND s.fiscal_year = a.fiscal_year AND NOT s.is_promise
    WHERE NOT EXISTS (SELECT FROM split_by_promise AS b WHERE b.project_id = a.project_id AND b.fiscal_year = a.fiscal_year)
)
SELECT r.department_id, r.fiscal_year, r.project_id, r.project_kind, p.project_name, m.stage, m.funding_source, m.amount_yuan
FROM summary_row AS r
JOIN summary_promised AS p USING (project_id, fiscal_year)
JOIN summary_money AS m ON m.project_year_id = r.project_year_id
WHERE
    r.is_promise
    AND (
        m.stage = 'cycle'
        OR (
            m.stage = 'budget'
            AND NOT EXISTS (SELECT FROM split_by_evaluation AS b WHERE b.project_id = r.project_id AND b.fiscal_year = r.fiscal_year)
        )
    )
UNION ALL
SELECT r.department_id, r.fiscal_year, r.project_id, r.project_kind, e.project_name, m.stage, m.funding_source, m.amount_yuan
FROM summary_row AS r
JOIN summary_evaluated AS e USING (project_id, fiscal_year)
JOIN summary_money AS m ON m.project_year_id = r.project_year_id
WHERE
    NOT r.is_promise
    AND (
        m.stage IN ('adjusted', 'executed')
        OR (
            m.stage = 'budget'
            AND (
                NOT e.is_about_promise
                OR (
                    EXISTS (SELECT FROM split AS s WHERE s.project_id = r.project_id AND s.fiscal_year = r.fiscal_year AND NOT s.is_promise)
                    AND NOT EXISTS (SELECT FROM split_by_promise AS b WHERE b.project_id = r.project_id AND b.fiscal_year = r.fiscal_year)
                )
            )
        )
    );

DELETE FROM core.project_money AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.project_money (
    department_id, fiscal_year, project_id, project_kind, project_name, stage, funding_source, amount_yuan, stage_yuan
)
SELECT
    department_id, fiscal_year, project_id, project_kind, project_name, stage, funding_source, sum(amount_yuan),
    sum(sum(amount_yuan)) OVER (PARTITION BY project_id, fiscal_year, stage)
FROM summary_part
GROUP BY department_id, fiscal_year, project_id, project_kind, project_name, stage, funding_source
ORDER BY fiscal_year, department_id, project_id;
