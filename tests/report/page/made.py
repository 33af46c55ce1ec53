"""Report pages of the samples, made by the command line as a user does; and a browser to look at them with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli import SAMPLES, jixiao

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "microsoft-edge")


def load(home: Path) -> None:
    """The samples, and a table of one more department whose printed text is hostile to HTML, into the database of ``home``."""
    folder = home / "in"
    shutil.copytree(SAMPLES, folder)
    text = (folder / "justice_2025.html").read_text(encoding="utf-8")
    hostile = text.replace("样例市样例区司法局", "样例市远区司法局").replace("人民调解工作经费", "&lt;script&gt;alert(1)&lt;/script&gt;经费")
    assert hostile.count("&lt;script") and hostile.count("远区")
    (folder / "far_2025.html").write_text(hostile, encoding="utf-8")
    done = jixiao("load", str(folder), home=home)
    assert done.code == 0, done.out + done.err


def report(home: Path, *arguments: str, language: str = "en") -> str:
    """The page that ``jixiao report`` makes."""
    out = home / "page.html"
    done = jixiao("report", *arguments, "--out", str(out), home=home, JIXIAO_LANG=language)
    assert done.code == 0, done.err
    assert done.out == f"{out}\n"
    return out.read_text(encoding="utf-8")


def browser() -> str:
    """A Chromium of some name; the test is skipped where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is on the path")
    return found
