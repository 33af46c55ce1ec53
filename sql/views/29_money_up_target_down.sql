-- Where did money grow while a target slackened or was dropped?
CREATE VIEW mart.money_up_target_down AS
SELECT c.*
FROM mart.project_change AS c
WHERE c.change_yuan > 0 AND c.loosened + c.dropped > 0;

COMMENT ON VIEW mart.money_up_target_down IS '增资降标 | Projects with more money and slackened or dropped targets; a row is department_id, project_id and fiscal_year';
COMMENT ON COLUMN mart.money_up_target_down.tightened IS '收紧数 | Annual targets now more demanding';
COMMENT ON COLUMN mart.money_up_target_down.loosened IS '放松数 | Annual targets now less demanding';
COMMENT ON COLUMN mart.money_up_target_down.unchanged IS '未变数 | Annual targets as before';
COMMENT ON COLUMN mart.money_up_target_down.comparator_changed IS '比较符变更数 | Annual targets with the same number under another sign';
COMMENT ON COLUMN mart.money_up_target_down.reworded IS '改写数 | Annual targets in words, in other words than before';
COMMENT ON COLUMN mart.money_up_target_down.not_comparable IS '不可比数 | Annual targets that cannot be compared; target_change gives the reason';
COMMENT ON COLUMN mart.money_up_target_down.added IS '新增数 | Annual targets only in the later year';
COMMENT ON COLUMN mart.money_up_target_down.dropped IS '取消数 | Annual targets only in the earlier year';
