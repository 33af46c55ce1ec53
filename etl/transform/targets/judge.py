"""Which token of a clause is its value, if any: the number or the day that is promised, not one that a text only mentions.

Text stays text though it holds a numeral (保障12个乡镇正常运转); a number that is signed, or has nothing but a measure beside it, is the value.
"""

from __future__ import annotations

from etl.transform.targets import lexicon
from etl.transform.targets.shape import counted_above
from etl.transform.targets.tokens import Quantity, Token


def chosen(plain: str, tokens: list[Token]) -> int | None:
    """The token that is the value: the only number, else the last one behind a measure; else the only date."""
    numbers = [i for i, t in enumerate(tokens) if t.kind == "number"]
    numbers = [i for i in numbers if not (_specifies(tokens, i) or _ranks(plain, tokens, i))] or [
        i for i in numbers if tokens[i].value.measure.kind != "age"
    ]
    if len(numbers) > 1:
        last = numbers[-1]
        before = plain[tokens[last - 1].start : tokens[last].start] if last else ""
        lead = next((plain[t.start : t.end] for t in reversed(tokens[:last]) if t.kind == "text"), "")
        signed = bool(last) and tokens[last - 1].kind in ("symbol", "before")
        if any(i and tokens[i - 1].kind == "symbol" for i in numbers[:-1]):
            return None
        only = lead.rstrip('”"’)》均应须').endswith(lexicon.MEASURES) and not any(t.kind == "text" for t in tokens[last + 1 :])
        named = all(tokens[i].value.chinese and tokens[i].value.low < 10 for i in numbers[:-1]) and not tokens[last].value.chinese
        if named and numbers[0] and last == len(tokens) - 1 and tokens[last].value.measure.unit and not signed and lead:
            return last  # 残疾人两项补贴80元
        if only and (signed or before == lead) and tokens[numbers[0]].value.measure.unit:
            return last
        return None
    if numbers:
        return numbers[0] if _is_value(plain, tokens, numbers[0]) else None
    dates = [i for i, t in enumerate(tokens) if t.kind == "date"]
    return dates[0] if len(dates) == 1 and _is_deadline(plain, tokens, dates[0]) else None


def _specifies(tokens: list[Token], at: int) -> bool:
    """Whether a number only tells which thing is meant, standing before its noun: 110kV变电站, 60岁以上老人."""
    following = next((t for t in tokens[at + 1 :] if t.kind not in ("after", "inclusive")), None)
    measure = tokens[at].value.measure
    if measure.kind == "age" and any(t.kind == "number" and t.value.measure.kind != "age" for t in tokens[at + 1 :]):
        return True  # 70-79岁每人每月50元
    rest = [t.kind for t in tokens[at + 1 :] if t.kind not in ("symbol", "before", "inclusive")]
    if rest[:3] == ["after", "text", "number"]:
        return True  # 10亿元以上项目1个
    graded = measure.unit in lexicon.GRADED and any(t.kind == "number" for t in tokens[at + 1 :])  # 四星级酒店1家
    return (measure.kind in ("power", "data", "age") or graded) and following is not None and following.kind == "text"


def _ranks(plain: str, tokens: list[Token], at: int) -> bool:
    """Whether a number only tells which of several is meant, standing before the number of it: 一档100元, 二标段50万元, 三类会议."""
    token = tokens[at]
    following = next((t for t in tokens[at + 1 :] if t.kind not in ("symbol", "before", "bracket")), None)
    word = plain[token.start : token.end].lstrip("一二三四五六七八九十123456789")
    return at == 0 and word in lexicon.RANKS and following is not None and following.kind == "number"


def _is_value(plain: str, tokens: list[Token], at: int) -> bool:
    """Whether a number is the value and not a detail of a text: signed, or nothing but a measure beside it."""
    quantity: Quantity = tokens[at].value
    sign = next((t for t in tokens[:at] if t.kind in ("symbol", "before") and t.end == tokens[at].start), None)
    signed = sign is not None or (at + 1 < len(tokens) and tokens[at + 1].kind == "after")
    signed = signed or (at + 2 < len(tokens) and counted_above(plain, tokens, tokens[at + 1]))
    before = "".join(plain[t.start : t.end] for t in tokens[:at] if t.kind in ("text", "relative", "date"))
    after = "".join(plain[t.start : t.end] for t in tokens[at + 1 :] if t.kind == "text")
    if signed and not (after and sign is not None and sign.kind == "before" and sign.value.comparator == "eq"):
        return len(after) <= 30
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if quantity.measure.unit == "年" and 10 <= quantity.low < 100 and after.startswith(("底", "末", "初")):
        return False  # 24年底
    if quantity.measure.unit == "年" and following and following.kind == "date" and following.start == tokens[at].end:
        return False  # 22年6月: which century is not said
    if signed:
        return False  # 为300户困难群众提供服务
    if not after:
        if quantity.measure.unit is None and before and not before.endswith(lexicon.MEASURES) and not _filled(before) and before[-1:] not in ":-":
            return len(before) <= 8 and "第" not in before
        framed = any(before.startswith(f) for f in lexicon.FRAMES) and (quantity.measure.kind == "graded" or not before.endswith(lexicon.MEASURES))
        named = quantity.measure.unit is not None and quantity.measure.kind != "graded" and not before.endswith(lexicon.REFERENCES)
        return not framed or named or len(before) <= 4
    if quantity.measure.kind == "time" and not after.startswith(tuple(lexicon.DEADLINES)):
        return False  # 24小时在线服务
    if quantity.low == 0 and quantity.high is None and not before and len(after) <= 6 and after[0] != "后":
        return True  # 0事故, but not 00后
    often = any(t.kind in ("before", "basis", "scope") for t in tokens[:at])  # 每季度至少举办一次法治讲座, but 打造一个品牌
    if quantity.measure.unit is None or (quantity.chinese and quantity.low == 1 and not often) or len(after) > 14 or len(before) > 14:
        return False
    return not any(before.startswith(f) for f in lexicon.FRAMES)


def _filled(text: str) -> bool:
    """Whether a text is nothing but words such as 共计, 力争."""
    while text:
        word = next((w for w in lexicon.FILLERS if text.startswith(w)), None)
        if word is None:
            return False
        text = text[len(word) :]
    return True


def _is_deadline(plain: str, tokens: list[Token], at: int) -> bool:
    """Whether a date is a deadline (or period): alone, followed by 前 or 完成, or led by 完成时间为; not the date of a document."""
    token, span = tokens[at], tokens[at].value
    before, after = plain[: token.start], plain[token.end :]
    if all(t.kind in ("symbol", "before") for t in tokens[:at]):
        before = ""
    if not span.sure and span.grain == "year" and not after and not before and not any(t.kind == "before" for t in tokens[:at]):
        return True
    tail = next((w for w in sorted(lexicon.DEADLINES, key=len, reverse=True) if after.startswith(w)), None)
    if any(after.startswith(s) for s in lexicon.STARTS) and tail is None:
        return False
    if any(before.startswith(f) and not before.startswith(("确保", "保证", "为", "按")) for f in lexicon.FRAMES) and len(before) > 2:
        return False
    if tail:
        return not (span.grain == "year" and not span.sure and tail in ("完成", "验收", "交付", "建成") and len(after) > 4 and not before)
    if span.grain == "year" and not span.sure and (after or before not in ("到", "至", "截至", "截止", "截止到")):
        return False
    leads = ("", "时间", "于", "在", "截至", "截止", "期限", "日期", "预计", "计划", "力争", "不迟于", "不晚于", ":", "为", "到", "至", "自", "从")
    return (not after or len(after) <= 8) and (not before or before.endswith(leads[1:]) or len(before) <= 6)
