"""Names (名称): of departments, units, regions and projects, and the characters they are printed with. DOMAIN 5 holds the rules.

Text in, values out: these rooms know no layout and no file. Special cases stand in ``../vocabulary``.
"""

from __future__ import annotations

from etl.transform.names.characters import clean, compact, nfkc, strip_number, unwrap
from etl.transform.names.departments import DepartmentName, NameProblem, department
from etl.transform.names.projects import ProjectName, loose_key, project_name
from etl.transform.names.regions import Region, all_regions, region, within

__all__ = [
    "DepartmentName",
    "NameProblem",
    "ProjectName",
    "Region",
    "all_regions",
    "clean",
    "compact",
    "department",
    "loose_key",
    "nfkc",
    "project_name",
    "region",
    "strip_number",
    "unwrap",
    "within",
]
