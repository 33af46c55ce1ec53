"""Reading scans: seconds a page, of the clock and of processor, each document twice (the first time a reader also loads its model).

``python benchmarks/scans.py [FOLDER | FILE…] [--json]``: PDF and pictures; without any those of the shared corpus (``JIXIAO_CORPUS``, else
``../shared/corpus``, its folder ``scans``). Needs the extra ``jixiao[ocr]``. Reads in this process; the clock's seconds want a machine that does
nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl.extract import scan  # noqa: E402
from etl.extract.document import read_document  # noqa: E402

CORPUS = Path(os.environ.get("JIXIAO_CORPUS") or ROOT.parent / "shared" / "corpus") / "scans"
SCANS = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}


def measured(path: Path) -> dict[str, float | int | str]:
    """A document's pages, and the seconds of its second reading a page."""
    data = path.read_bytes()
    read_document(data)
    clock, processor = time.perf_counter(), time.process_time()
    pages = read_document(data).pages or 1
    return {
        "name": path.name,
        "pages": pages,
        "seconds_a_page": (time.perf_counter() - clock) / pages,
        "processor_a_page": (time.process_time() - processor) / pages,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[CORPUS])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not scan.installed():
        raise SystemExit("needs the extra: pip install 'jixiao[ocr]'")
    files = [file for path in given.paths for file in (sorted(path.iterdir()) if path.is_dir() else [path]) if file.suffix.lower() in SCANS]
    if not files:
        raise SystemExit(f"no scans in {', '.join(map(str, given.paths))}")
    found = [measured(file) for file in files]
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    print(f"{'pages':>6}{'s a page':>10}{'cpu s a page':>14}  document")
    for one in found:
        print(f"{one['pages']:>6}{one['seconds_a_page']:>10.1f}{one['processor_a_page']:>14.1f}  {one['name']}")


if __name__ == "__main__":
    main()
