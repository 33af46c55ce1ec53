"""The packed cell: all indicators of a project in one text (广东; DOMAIN 8, "Grammar of the packed cell").

``seq、L1-name；L2-name；indicator；实施周期指标值:value；年度指标值:value。`` again and again. Values may hold 。 and ；, so an indicator ends only
where the next number with its level-1 code begins, or the text does. That the numbers run 1..n is the cheapest test of a wrong split.

A second grammar labels its sections: ``【产出指标-数量指标】指标1:名称(≥77台)`` (黄山).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.transform.statement import Horizon

_START = re.compile(r"(?<!\d)(\d{1,3})[、.．](?=\d{0,2}[-—－][^；;:：]{1,12}[；;]\d{0,2}[-—－][^；;:：]{1,16}[；;])")
_NUMBERED = re.compile(r"(?<!\d)(\d{1,3})(?:、|[.．](?!\d+(?:[^-－—\d]|$)))")
_SECTION = re.compile(r"[【\[]([^【】\[\]]{2,12}?)(?:[-—－:：/]([^【】\[\]]{2,16}))?[】\]]")
_ITEM = re.compile(r"(?:指标)?(\d{1,2})[:：、.．](?!\d)")
_VALUE = re.compile(r"(.+?)[(（]([^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）][；;。，,]?", re.S)
_LEVEL = re.compile(r"(\d{0,2})[-—－](.+)", re.S)
_HORIZONS: tuple[tuple[Horizon, re.Pattern[str]], ...] = (
    ("cycle", re.compile(r"(?:实施周期|中期|实施期|长期)(?:绩效)?(?:指标|目标)值[:：]")),
    ("annual", re.compile(r"(?:年度|当年|本年)(?:绩效)?(?:指标|目标)值[:：]")),
)


@dataclass(frozen=True, slots=True)
class PackedTarget:
    """A value with its horizon and its offset in the cell's text."""

    horizon: Horizon
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class PackedIndicator:
    """An indicator as the cell prints it. ``offset`` is where it begins in the text."""

    seq: int
    level1_code: str | None
    level1: str
    level2_code: str | None
    level2: str
    name: str
    targets: tuple[PackedTarget, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Packed:
    """What a packed cell holds; ``rest`` are the stretches of text that fit no indicator."""

    indicators: tuple[PackedIndicator, ...]
    rest: tuple[str, ...] = ()

    @property
    def numbers(self) -> list[int]:
        """The printed numbers in order; 1..n where nothing was missed."""
        return [indicator.seq for indicator in self.indicators]


def is_packed(text: str) -> bool:
    """Whether a text begins as a packed cell does, in either grammar."""
    dense = re.sub(r"\s+", "", text)
    return bool(_START.match(dense) or _SECTION.match(dense))


def unpack(text: str) -> Packed:
    """The indicators of a packed cell. ``text`` as printed: white space is a wrap and does not count; offsets are of the text given."""
    dense, offsets = _dense(text)
    if _SECTION.match(dense):
        return _labelled(dense, offsets)
    starts = _starts(dense)
    if not starts:
        return Packed((), (dense,) if dense else ())
    found, rest = [], [dense[: starts[0].start()]]
    for start, end in zip(starts, [s.start() for s in starts[1:]] + [len(dense)], strict=True):
        indicator = _indicator(int(start[1]), dense, start.end(), end, offsets)
        if indicator is None:
            rest.append(dense[start.start() : end])
        else:
            found.append(indicator)
    return Packed(tuple(found), tuple(text for text in rest if text))


def _starts(dense: str) -> list[re.Match[str]]:
    """Where indicators begin: at a number with both levels behind it, or at the next number after a full stop, whatever follows: then the indicator
    before it ends there, and what does not follow the grammar is left over and reported."""
    found: list[re.Match[str]] = []
    for mark in _NUMBERED.finditer(dense):
        after_stop = mark.start() == 0 or dense[mark.start() - 1] in "。；;"
        follows = bool(found) and after_stop and int(mark[1]) == int(found[-1][1]) + 1
        if follows or _START.match(dense, mark.start()):
            found.append(mark)
    return found


def _labelled(dense: str, offsets: list[int]) -> Packed:
    """Labelled text (黄山): ``【产出指标-数量指标】指标1:名称(≥77台)``; the value is the last bracket of an item."""
    found: list[PackedIndicator] = []
    rest: list[str] = []
    sections = list(_SECTION.finditer(dense))
    for section, end in zip(sections, [*(s.start() for s in sections[1:]), len(dense)], strict=False):
        items = list(_ITEM.finditer(dense, section.end(), end))
        starts = [item.start() for item in items] or [section.end()]
        rest.append(dense[section.end() : starts[0]])
        for n, (start, stop) in enumerate(zip(starts, [*starts[1:], end], strict=False)):
            begin = items[n].end() if items else start
            body = dense[begin:stop]
            value = _VALUE.fullmatch(body)
            if value is None:
                rest.append(body)
                continue
            target = PackedTarget("annual", value[2], offsets[begin + value.start(2)])
            level2 = section[2] or section[1]
            found.append(PackedIndicator(len(found) + 1, None, section[1], None, level2, value[1], (target,), offsets[start]))
    return Packed(tuple(found), tuple(text for text in rest if text))


def _dense(text: str) -> tuple[str, list[int]]:
    """A text without its white space, and the offset of each character in the text as given."""
    kept = [(char, n) for n, char in enumerate(text) if not char.isspace()]
    return "".join(char for char, _ in kept), [n for _, n in kept] + [len(text)]


def _indicator(seq: int, dense: str, start: int, end: int, offsets: list[int]) -> PackedIndicator | None:
    """One indicator between two places of the dense text, or None where it does not follow the grammar."""
    body = dense[start:end]
    marks = sorted((found.start(), found.end(), horizon) for horizon, pattern in _HORIZONS for found in [pattern.search(body)] if found)
    if not marks:
        return None
    head = re.split(r"[；;]", body[: marks[0][0]].rstrip("；;"), maxsplit=2)
    if len(head) != 3 or not head[2]:
        return None
    level1, level2 = _LEVEL.fullmatch(head[0]), _LEVEL.fullmatch(head[1])
    if level1 is None or level2 is None:
        return None
    targets = []
    for n, (_, begin, horizon) in enumerate(marks):
        last = n + 1 == len(marks)
        stop = len(body) if last else marks[n + 1][0]
        value = body[begin:stop]
        value = value[:-1] if value.endswith("。" if last else ("；", ";")) else value
        targets.append(PackedTarget(horizon, value, offsets[start + begin]))
    return PackedIndicator(seq, level1[1] or None, level1[2], level2[1] or None, level2[2], head[2], tuple(targets), offsets[start])
