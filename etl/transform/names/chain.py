"""Finding the regions that a name begins with: 广州市天河区 in 广州市天河区司法局 (区划链).

Only what the name says counts. A name that several divisions share (鼓楼区, 朝阳区) needs its parent in front or a region given from outside; a short
form without 省, 市, 县 or 区 (天河司法局) counts only before a further region or before what is surely a department. Longest match throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from etl.transform.names.regions import STATE, all_regions, ancestors, region
from etl.transform.names.words import vocabulary

_SHORTEST, _GENERIC = 2, 2


class Chain(NamedTuple):
    """The regions a name begins with. ``end``: where they end; ``codes``: divisions that the last may be or have been; ``now``: those of them that
    have the name now, else all (one where it is sure); ``generic``: its name says too little to stand alone (东区, 郊区)."""

    end: int
    codes: tuple[str, ...]
    now: tuple[str, ...]
    generic: bool


class _Named(NamedTuple):
    codes: tuple[str, ...]
    now: frozenset[str]
    full: bool


@cache
def words(use: str) -> tuple[str, ...]:
    """The words of ``region_words.csv`` for one use, longest first."""
    return tuple(sorted((row["word"] for row in vocabulary("region_words") if row["use"] == use), key=len, reverse=True))


def short_forms(name: str) -> tuple[str, ...]:
    """How a division is also called: 天河 for 天河区, 恩施州 and 恩施 for 恩施土家族苗族自治州, 广西 for 广西壮族自治区."""
    ending = next((word for word in words("ending") if name.endswith(word) and len(name) > len(word)), "")
    stem = name[: len(name) - len(ending)]
    bare = stem
    if ending.startswith("自治"):
        while peoples := [word for word in words("ethnic") if bare.endswith(word) and len(bare) - len(word) >= _SHORTEST]:
            bare = bare[: -len(peoples[0])]
        return tuple(dict.fromkeys(form for form in (f"{bare}{ending[2:]}", f"{bare}{ending}", bare) if len(form) >= _SHORTEST and form != name))
    return (bare,) if ending and len(bare) >= _SHORTEST else ()


@cache
def _index() -> tuple[dict[str, _Named], dict[str, tuple[int, ...]]]:
    """Every name and short form → its divisions; and the first two characters → the lengths of the names that begin so, longest first."""
    full: dict[str, dict[str, bool]] = {}
    short: dict[str, dict[str, bool]] = {}
    for item in all_regions():
        if item.region_code == STATE or "直辖县级" in item.name:
            continue
        _note(full, item.name, item.region_code, item.valid_to is None)
        for form in short_forms(item.name):
            _note(full if form.endswith(("州", "自治区")) else short, form, item.region_code, item.valid_to is None)
    found = {name: _Named(tuple(sorted(codes)), _current(codes), False) for name, codes in short.items()}
    found |= {name: _Named(tuple(sorted(codes)), _current(codes), True) for name, codes in full.items()}
    heads: dict[str, set[int]] = {}
    for name in found:
        heads.setdefault(name[:_SHORTEST], set()).add(len(name))
    return found, {head: tuple(sorted(lengths, reverse=True)) for head, lengths in heads.items()}


def _note(names: dict[str, dict[str, bool]], name: str, code: str, now: bool) -> None:
    codes = names.setdefault(name, {})
    codes[code] = codes.get(code, False) or now


def _current(codes: dict[str, bool]) -> frozenset[str]:
    """The codes that have the name now. A code may have passed to another division (469025 was 定安县, is 白沙黎族自治县)."""
    return frozenset(code for code, now in codes.items() if now)


def _tokens(text: str, start: int) -> Iterator[tuple[int, _Named]]:
    """The region names that begin at ``start``, longest first, with where they end."""
    index, heads = _index()
    for length in heads.get(text[start : start + _SHORTEST], ()):
        end = start + length
        if end <= len(text) and (named := index.get(text[start:end])):
            yield end, named


def chains(text: str, start: int, department: Callable[[str], bool]) -> Iterator[Chain]:
    """The readings of the regions at ``start``, longest first. ``department`` tells whether a rest is surely a department's name."""
    for end, named in _tokens(text, start):
        yield from _extended(text, end, named, (), department)


def _extended(text: str, end: int, named: _Named, above: tuple[str, ...], department: Callable[[str], bool]) -> Iterator[Chain]:
    """A token and all that may follow it, deepest first; nothing where it does not lie in ``above``."""
    codes = tuple(code for code in named.codes if not above or any(code != upper and upper in ancestors(code) for upper in above))
    if not codes:
        return
    for further, inner in _tokens(text, end):
        yield from _extended(text, further, inner, codes, department)
    if (named.full and not text.startswith(words("not_level"), end - 1)) or department(text[end:]):
        now = tuple(code for code in codes if code in named.now) or codes
        yield Chain(end, codes, now, not above and named.full and _says_little(now[0]))


def _says_little(code: str) -> bool:
    item = region(code)
    return item is not None and len(item.name) == _GENERIC and item.name.endswith("区")


def names_region(text: str) -> tuple[str, ...]:
    """The divisions that a whole text names, in full or short; none where it names something else."""
    named = _index()[0].get(text)
    return named.codes if named else ()
