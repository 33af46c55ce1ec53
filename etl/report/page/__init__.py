"""``jixiao report``: one self-contained HTML page about departments and years, every figure linked to the cell it was read from."""

from etl.report.page.build import Subject, page

__all__ = ["Subject", "page"]
