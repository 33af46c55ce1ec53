"""The program's own words, in Chinese and English (``messages.toml``): help, progress, tables, errors.

What is wrong with a document is said by the rules instead (:mod:`etl.rules`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from etl.language import Language, language
from etl.resources import PACKAGE


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every message by its dotted key (``load.help``): ``{"zh": …, "en": …}``."""
    with (PACKAGE / "messages.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file), ""))


def called(table: str, code: str, *, to: Language | None = None) -> str:
    """What a code of the program is called (``called("funding_source", "other")``); the code itself where it has no words."""
    key = f"{table}.{code}"
    return say(key, to=to) if key in catalogue() else code


def _flat(tree: dict[str, Any], prefix: str) -> list[tuple[str, dict[str, str]]]:
    """The leaves of a TOML tree with their dotted keys; a leaf has ``zh`` and ``en``."""
    found: list[tuple[str, dict[str, str]]] = []
    for name, branch in tree.items():
        leaf = set(branch) == {"zh", "en"} and isinstance(branch["zh"], str)
        found += [(prefix + name, branch)] if leaf else _flat(branch, f"{prefix}{name}.")
    return found


def say(key: str, *, to: Language | None = None, **blanks: object) -> str:
    """The message ``key`` in the language ``to`` (the user's, if none is given), its blanks ``{name}`` filled.

    Raises KeyError for a key or a blank that is not there: a fault of the program, found by its tests.
    """
    words = catalogue()[key][to or language()]
    return words.format_map(blanks) if blanks else words
