"""A chart of the Superset bundle: what its form holds (``params``) and what the server asks for it (``query_context``), from a few words each.

Superset draws a dashboard from ``params``; ``GET /api/v1/chart/<id>/data/``, reports and thumbnails use the saved ``query_context``. Both say the
same here. Only keys that Superset 4 to 6 share are written; ids of this installation (datasource, chart) are zero: the import sets its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Words = Mapping[str, Any]

VIZ = {"number": "big_number_total", "bar": "echarts_timeseries_bar", "pie": "pie", "pivot": "pivot_table_v2", "table": "table"}
SERIES = 20  # of a stacked chart: more cannot be told apart; a title says so where there may be more
ROWS, BARS, CELLS = 1000, 40, 10000
TIME = "year_start"
YEAR = "year_label"  # a year's axis: in words, since a date at Beijing's midnight can show as the year before in a browser

Made = tuple[dict[str, Any], dict[str, Any]]


def filters(where: Words) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The chart's own conditions, as the form writes them and as a query does: a value, or with ``!`` any other."""
    form, asked = [], []
    for column, said in where.items():
        wanted = said.removeprefix("!")
        name, operator = ("EQUALS", "==") if wanted == said else ("NOT_EQUALS", "!=")
        form.append(
            {"clause": "WHERE", "expressionType": "SIMPLE", "subject": column, "operator": operator, "operatorId": name, "comparator": wanted}
        )
        asked.append({"col": column, "op": operator, "val": wanted})
    return form, asked


def number_format(column: str, kind: str) -> str | None:
    """How a table prints a column of numbers, in the words of d3-format; None for what is not a number."""
    if kind == "NUMERIC(20, 2)" or column.endswith(("_per_unit", "_median")):
        return ",.2f"
    if kind == "NUMERIC(28, 6)":
        return "+,.1f"
    if column.endswith(("_share", "_rate", "ratio", "share")):
        return ".1%"
    if kind.startswith("NUMERIC(30"):
        return ",.10~f"
    if kind.startswith("NUMERIC"):
        return ",.2~f"
    if column.endswith("_year"):
        return "d"
    return ",d" if kind in {"INTEGER", "SMALLINT", "BIGINT"} else None


def number(chart: Words) -> Made:
    """One figure."""
    (metric,) = chart["metrics"]
    shown = {"metric": metric, "header_font_size": 0.4, "subheader_font_size": 0.15, "y_axis_format": chart["format"]}
    note = chart.get("note", "")
    return shown | {"subheader": note, "subtitle": note, "subtitle_font_size": 0.15}, {"columns": [], "metrics": [metric]}


def bar(chart: Words) -> Made:
    """Bars by year or by another word; stacked by a third."""
    by, stack, metrics = chart["by"], [chart["stack"]] if "stack" in chart else [], list(chart["metrics"])
    shown: dict[str, Any] = {
        "x_axis": by,
        "metrics": metrics,
        "groupby": stack,
        "orientation": "horizontal" if chart.get("across") else "vertical",
        "stack": "Stack" if stack or chart.get("together") else None,
        "show_legend": bool(stack) or len(metrics) > 1,
        "legendType": "scroll",
        "legendOrientation": "top",
        "only_total": True,
        "rich_tooltip": True,
        "show_value": True,
        "truncate_metric": True,
        "y_axis_format": chart["format"],
        "row_limit": CELLS,
        "xAxisForceCategorical": True,
        "truncateYAxis": False,
        "x_axis_title_margin": 15,
        "y_axis_title_margin": 15,
        "x_axis_sort": by if by == YEAR else metrics[0],
        "x_axis_sort_asc": by == YEAR or bool(chart.get("across")),
    }
    spread = {"index": [by], "columns": stack, "aggregates": {metric: {"operator": "mean"} for metric in metrics}, "drop_missing_columns": False}
    asked = {
        "columns": [{"label": by, "sqlExpression": by, "expressionType": "SQL", "columnType": "BASE_AXIS"}, *stack],
        "series_columns": stack,
        "metrics": metrics,
        "orderby": [[metrics[0], False]],
        "row_limit": CELLS,
        "series_limit": SERIES if stack else 0,
        "post_processing": [{"operation": "pivot", "options": spread}, {"operation": "flatten"}],
    }
    if stack:
        shown |= {"limit": SERIES, "timeseries_limit_metric": metrics[0], "sort_series_type": "name", "sort_series_ascending": True}
        asked["series_limit_metric"] = metrics[0]
    return shown, asked


def pie(chart: Words) -> Made:
    """Parts of a whole."""
    (metric,) = chart["metrics"]
    shown = {
        "groupby": [chart["by"]],
        "metric": metric,
        "row_limit": BARS,
        "sort_by_metric": True,
        "donut": True,
        "innerRadius": 45,
        "outerRadius": 70,
    }
    shown |= {"show_labels": True, "label_type": "key_value", "labels_outside": True, "label_line": True, "show_legend": False}
    shown |= {"number_format": chart["format"], "legendOrientation": "top", "show_labels_threshold": 0}
    return shown, {"columns": [chart["by"]], "metrics": [metric], "orderby": [[metric, False]], "row_limit": BARS}


def pivot(chart: Words) -> Made:
    """A table of two sides."""
    rows, columns, metrics, total = chart["rows"], chart["columns"], list(chart["metrics"]), chart.get("total", True)
    shown = {"groupbyRows": rows, "groupbyColumns": columns, "metrics": metrics, "aggregateFunction": "Sum", "row_limit": CELLS}
    shown |= {"rowTotals": total, "colTotals": total, "metricsLayout": "COLUMNS", "valueFormat": chart["format"]}
    shown |= {"rowOrder": "key_a_to_z", "colOrder": "key_a_to_z", "transposePivot": False, "combineMetric": False}
    return shown, {"columns": [*rows, *columns], "metrics": metrics, "orderby": [[metrics[0], False]], "row_limit": CELLS}


def table(chart: Words) -> Made:
    """Rows as they stand in the view."""
    columns, order = list(chart["columns"]), [(name.lstrip("-"), not name.startswith("-")) for name in chart["order"]]
    formats = {name: number_format(name, chart["kinds"][name]) for name in columns}
    shown: dict[str, Any] = {"query_mode": "raw", "all_columns": columns, "groupby": [], "metrics": [], "percent_metrics": []}
    shown |= {"order_by_cols": [f'["{name}", {"true" if up else "false"}]' for name, up in order]}
    shown |= {"row_limit": ROWS, "page_length": 20, "include_search": True, "show_cell_bars": False, "color_pn": False}
    shown |= {"allow_rearrange_columns": True, "table_timestamp_format": "%Y-%m-%d", "server_pagination": False, "server_page_length": 20}
    shown |= {"column_config": {name: {"d3NumberFormat": words} for name, words in formats.items() if words}}
    return shown, {"columns": columns, "metrics": None, "orderby": [list(pair) for pair in order], "row_limit": ROWS}


MAKERS = {"number": number, "bar": bar, "pie": pie, "pivot": pivot, "table": table}


def parts(chart: Words) -> Made:
    """``params`` and ``query_context`` of a chart: the words of ``superset.toml`` with ``format`` and, for a table, ``kinds`` filled in."""
    form, asked = filters(chart.get("where", {}))
    # Where a dashboard's filter of time attaches, were one added.
    form.append({"clause": "WHERE", "expressionType": "SIMPLE", "subject": TIME, "operator": "TEMPORAL_RANGE", "comparator": "No filter"})
    shown, query = MAKERS[chart["viz"]](chart)
    params = {"datasource": "0__table", "viz_type": VIZ[chart["viz"]], **shown, "adhoc_filters": form, "color_scheme": "supersetColors"}
    params |= {"extra_form_data": {}, "dashboards": []}
    whole = {
        "filters": asked,
        "extras": {"having": "", "where": ""},
        "applied_time_extras": {},
        "annotation_layers": [],
        "series_limit": 0,
        "order_desc": True,
        "url_params": {},
        "custom_params": {},
        "custom_form_data": {},
        **query,
    }
    context = {
        "datasource": {"id": 0, "type": "table"},
        "force": False,
        "queries": [whole],
        "form_data": params | {"force": False, "result_format": "json", "result_type": "full"},
        "result_format": "json",
        "result_type": "full",
    }
    return params, context


def used_columns(chart: Words) -> Sequence[str]:
    """Every column that a chart names."""
    ordered = [name.lstrip("-") for name in chart.get("order", [])]
    named = [chart[key] for key in ("by", "stack") if key in chart]
    return [*named, *chart.get("rows", []), *chart.get("columns", []), *ordered, *chart.get("where", {})]
