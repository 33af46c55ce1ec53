"""How the regions table is put together from editions that misprint, lag and leave out."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parents[3] / "tools" / "build_regions.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_regions", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_spans(tool: ModuleType) -> None:
    editions = {
        "2001-12-31": {"420000": "湖北省", "420100": "武汉市", "420104": "硚口区", "420101": "市辖区", "420199": "早废县", "710000": "台湾省"},
        "2004-12-31": {"420000": "湖北省", "420100": "武汉市", "420104": "乔口区", "420105": "老区", "420171": "开发区", "710000": "台湾省"},
        "2019-10-31": {"420000": "湖北省", "420100": "武汉市", "420104": "硚口区", "420105": "新区名"},
    }
    found = tool.spans(editions)
    assert found["420104", "硚口区"] == ["2001-12-31", ""] and ("420104", "乔口区") not in found  # a misprint in between
    assert found["420105", "老区"] == ["2004-12-31", "2019-10-31"] and found["420105", "新区名"] == ["2019-10-31", ""]
    assert found["710000", "台湾省"][1] == ""  # the statistical lists leave it out
    assert found["420199", "早废县"] == ["2001-12-31", "2004-12-31"]
    assert not {"420101", "420171"} & {code for code, _ in found}


def test_rows_name_parents_of_their_time(tool: ModuleType) -> None:
    found = {("429000", "省直辖县级行政区划"): ["2000-01-01", ""], ("429004", "仙桃市"): ["2000-01-01", ""], ("420000", "湖北省"): ["1980-12-31", ""],
             ("110101", "东城区"): ["1980-12-31", ""], ("110000", "北京市"): ["1980-12-31", ""], ("000000", "中央"): ["1949-10-01", ""]}  # fmt: skip
    told = {row[0]: row[2:5] for row in tool.rows(found)}
    assert told["429004"] == ["湖北省仙桃市", "county", "429000"]
    assert told["110101"] == ["北京市东城区", "county", "110000"]
    assert told["110000"][2] == "000000" and told["000000"] == ["中央", "state", ""]
