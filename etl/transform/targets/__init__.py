"""The target algebra (指标值的读法): printed values, units, signs and directions into comparable parts.

DOMAIN 4 has the facts, ``transform/vocabulary/`` the words. :func:`parse` reads a value, :func:`render` writes a part, :func:`compose` joins
columns, :func:`values_lines` serves ``jixiao inspect --values``.
"""

from etl.transform.targets.direction import direction
from etl.transform.targets.lines import part_json, values_lines
from etl.transform.targets.names import compose, indicator_stem
from etl.transform.targets.parse import column_sign, parse
from etl.transform.targets.render import render
from etl.transform.targets.units import canonical_unit, unit_of_name
from etl.transform.targets.value import Problem, Value

__all__ = [
    "Problem",
    "Value",
    "canonical_unit",
    "column_sign",
    "compose",
    "direction",
    "indicator_stem",
    "parse",
    "part_json",
    "render",
    "unit_of_name",
    "values_lines",
]
