"""Sample forms (样表, 填报样例): what a form would look like, published beside the instructions how to fill it in. None of it is anybody's promise.

A title may say so (样表, 示例; 参考样式 alone does not: forms are filled in under it). Else it shows: names that stand for any (XX项目, ××局,
（填写项目名称）), indicators that are examples or blanks to be filled. One sign alone proves nothing, since police and others print XX for what they
do not name: then the targets are real.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.transform.facts import captions, flat
from etl.transform.forms import Form
from etl.transform.rows import FormReading

HEAD = 40  # characters up to which a line above a table is its title or a note on it, no sentence

_END = r"(?:表|[\d一二三四五六七八九十]*)(?=[)）】\]》:：]|$)"
_SAID = re.compile(rf"(?:样表|样张|范本|范例|示例|(?:填报|填写|参考|编报)样例){_END}|^(?:样表|样例|示例|范例)\d*[:：(（]")
_FORMAT = re.compile(rf"(?:样式|模板|格式){_END}")
_BLANK = re.compile(r"(?<![A-Za-z])[XxＸｘ]{2,}(?![A-Za-z])|[×✕*＊○〇◯]{2,}|_{3,}")
_TO_FILL = re.compile(r"^[(（【<《\[]?(?:请?填写|请?输入|此处填|填报|自行填写)|^(?:某|××?|XX?)某?(?:项目|单位|部门|局)$|^[(（].*(?:名称|全称)[)）]$")
_EXAMPLE = re.compile(r"^(?:例如?|举例|示例|如)[:：]|^[(（](?:例如?|举例|示例)[)）:：]")
_INSTRUCTION = re.compile(r"^(?:填报|填表|填写|编制|编报)(?:说明|要求|指南|须知)")


def said_to_be_sample(form: Form, reading: FormReading) -> str | None:
    """What shows that a form is a sample, as printed; None where it is none."""
    heads = [said.text for said in form.heads if len(said.text) <= HEAD]
    titled = next((text for text in heads if _SAID.search(flat(text)) and not _is_caption(form, text)), None)
    if titled is not None:
        return titled
    instructed = [text for text in heads if _INSTRUCTION.match(flat(text)) or _FORMAT.search(flat(text))]
    signs = [*_names(reading), *_owners(form, reading), *_indicators(reading), *instructed[:1]]
    unreal = not any(target.parts for row in reading.projects for indicator in row.indicators for target in indicator.targets)
    names = list(_names(reading))
    return signs[0] if len(signs) > 1 or (names and unreal) else None


def _is_caption(form: Form, text: str) -> bool:
    """Whether a head line is a caption whose value only happens to hold such a word (``部门名称：样例市司法局``)."""
    said = next(said for said in form.heads if said.text == text)
    return any(caption.value for caption in captions(said))


def _stands_for_any(text: str | None) -> bool:
    return bool(text) and bool(_BLANK.search(flat(text or "")) or _TO_FILL.search(flat(text or "")))


def _most(found: list[str], all_of: int) -> Iterable[str]:
    """One sign where most of a form's texts show it."""
    return found[:1] if found and 2 * len(found) > all_of else ()


def _names(reading: FormReading) -> Iterable[str]:
    named = [row.name for row in reading.projects if row.name]
    return _most([name for name in named if _stands_for_any(name)], len(named))


def _owners(form: Form, reading: FormReading) -> Iterable[str]:
    owners = [reading.department[0]] if reading.department else []
    owners += [caption.value for said in form.heads for caption in captions(said) if caption.label.endswith(("部门", "单位", "名称"))]
    owners += [row.unit for row in reading.projects if row.unit]
    return [owner for owner in owners if _stands_for_any(owner)][:1]


def _indicators(reading: FormReading) -> Iterable[str]:
    every = [indicator for row in reading.projects for indicator in row.indicators]
    shown = [i.name for i in every if _BLANK.search(flat(i.name)) or _EXAMPLE.search(flat(i.name)) or any(_BLANK.search(t.raw) for t in i.targets)]
    return _most(shown, len(every))
