"""Every message answers four questions in both languages: what rule, where, what was found and expected, what to do (HABITS 11).

Checked by rule over the whole catalogue: the rules of documents (``etl/rules.csv``), what can go wrong with the database (``etl/load/errors.py``),
and what the command line says of wrong usage, settings and files (``etl/messages.toml``). :func:`unanswered` lists what does not answer.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from etl.load.errors import WORDS
from etl.messages import catalogue
from etl.rules import Rule, rules
from tests.cli import ROOT

# What tells somebody to do something, or that nothing need be done.
_DO_ZH = re.compile(
    "核对|查看|检查|看看|用 |换|补充|加上|加一行|加上|删去|改正|更正|改用|指定|给出|写明|写成|运行|执行|安装|装载|载入|重新|重读|另存|拆分|下载|"
    "索取|报告|联系|询问|对照|留意|采用|由人判断|比较|解压|取消|去掉|无需|了解即可|请|可看|看 |打开|设 |提供|应如|应为|形如|见|缩小"
)
_DO_EN = re.compile(
    r"\b(check|compare|look|use|give|write|run|install|load|save|split|download|ask|report|get|add|remove|take|mend|correct|unpack|unmerge|unhide|"
    r"open|supply|have|mind|see|set|allow|put|print|scan|judge|nothing to do|never|ignore|name|let|drop|dump|restore|make|try|move|narrow|send|such "
    r"as|must be|needs|write|columns are|expected|goes without|has (six|four) digits|is a (whole )?number)\b"
)
_HAN = re.compile("[一-龥]")

# Frames into which other messages are put, and what is no trouble.
_FRAMES = {"error.see", "error.word", "error.suggest", "error.option", "error.interrupted", "error.stopped", "error.unreadable", "error.sql"}
# Wrong usage: the line after it is error.see, "see: jixiao load --help" (tests/test_cli.py).
_USAGE = {"error.no_command", "error.no_option", "error.missing", "error.unexpected", "error.option_value", "error.no_path"}


def blanks(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)(?::\w+)?}", text))


def operands() -> dict[str, tuple[set[str], set[str]]]:
    """Of each rule that the program names: the operands that every place which finds it gives, and those that some place gives."""
    given: dict[str, list[set[str]]] = defaultdict(list)
    for path in (ROOT / "etl").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name in {"finding", "Refused"} and node.args[0].value in rules():
                given[str(node.args[0].value)].append({k.arg for k in node.keywords if k.arg in {"found", "expected"}})
    return {rule: (set.intersection(*found), set.union(*found)) for rule, found in given.items()}


def unanswered() -> Iterator[str]:
    """Each message that leaves a question open, with the question."""
    given = operands()
    for rule in rules().values():
        yield from (f"{rule.rule}: {problem}" for problem in _of_rule(rule, given.get(rule.rule)))
    for key, words in WORDS.items():
        yield from (f"errors.{key}: {problem}" for problem in _of_words(words["zh"], words["en"]))
    for key, said in catalogue().items():
        if key.startswith(("error.", "manifest.", "cluster.")) and key not in _FRAMES:
            yield from (f"{key}: {problem}" for problem in _of_words(said["zh"], said["en"], usage=key in _USAGE))


def _of_rule(rule: Rule, given: tuple[set[str], set[str]] | None) -> Iterator[str]:
    texts = {name: getattr(rule, name) for name in ("name_zh", "name_en", "message_zh", "message_en", "hint_zh", "hint_en")}
    for name, text in texts.items():
        if not text.strip():
            yield f"{name} is empty"
        elif "\n" in text or text.rstrip().endswith(("。", ".")):
            yield f"{name} is no single clause without a full stop"
        elif (name.endswith("_zh")) != bool(_HAN.search(re.sub("[“”「」（(\"'].*?[”」）)\"']", "", text))) and name.endswith("_zh"):
            yield f"{name} is not in Chinese"
    if blanks(rule.message_zh) != blanks(rule.message_en):
        yield "what was found and expected: the two languages show different operands"
    if given and (lost := given[1] - blanks(rule.message_en)):
        yield f"what was found and expected: {sorted(lost)} is given and not shown"
    if given and (open_ := blanks(rule.message_en) - given[1]):
        yield f"what was found and expected: {sorted(open_)} is shown and never given"
    if not _DO_ZH.search(rule.hint_zh) or not _DO_EN.search(rule.hint_en):
        yield f"what to do: {rule.hint_zh} | {rule.hint_en}"


def _of_words(chinese: str, english: str, *, usage: bool = False) -> Iterator[str]:
    if not _HAN.search(chinese) or not re.search("[a-z]{2}", english):
        yield "a language is missing"
    if blanks(chinese) != blanks(english):
        yield "the two languages have different blanks"
    if not usage and not (_DO_ZH.search(chinese) and _DO_EN.search(english)):
        yield f"what to do: {chinese} | {english}"


def test_every_message_answers_the_four_questions() -> None:
    assert list(unanswered()) == []


def test_every_rule_of_the_program_is_in_the_catalogue_and_has_operands_somewhere() -> None:
    assert len(operands()) > 60


@pytest.mark.parametrize("missing", ["hint_en", "message_zh", "name_en"])
def test_the_audit_sees_what_is_missing(missing: str) -> None:
    import dataclasses

    broken = dataclasses.replace(rules()["A1"], **{missing: ""})
    assert list(_of_rule(broken, ({"found", "expected"}, {"found", "expected"})))
