"""Health of a text layer (文字层): radicals are set right where that is certain, what has no meaning is counted and marked.

PDF fonts without a proper table of characters give private-use characters, NUL, U+FFFD, or radicals in the place of characters
(⻓ U+2ED3 for 长). Compatibility forms follow Unicode's own decomposition; the radicals of the supplement, which have none, its
EquivalentUnifiedIdeograph.txt.
"""

from __future__ import annotations

import re
import unicodedata

BROKEN = "\ufffd"
"""What stands for a character whose meaning is lost."""
MOST_BROKEN = 0.1
"""Of a page's characters: with more of them broken, the rest is not believed either."""

_SUPPLEMENT = (
    "⺁厂⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺋巳⺌小⺍小⺎兀⺏尢⺐尢⺓幺⺔彐⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺝月⺞歹⺟母⺠民⺡氵⺢水⺣灬⺤爫⺥爫⺧牛⺨犭⺩王⺫目⺬示⺭礻⺮竹⺯糹⺱罓⺲罒⺳𦉪⺵𦍌"
    "⺶羊⺷羊⺸羊⺹耂⺺聿⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阝⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黽⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_REPAIRS = {ord(radical): char for radical, char in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
_COMPATIBLE = [*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3, *range(0xF900, 0xFA6E), *range(0xFA70, 0xFADA)]
_REPAIRS |= {code: char for code in _COMPATIBLE if len(char := unicodedata.normalize("NFKC", chr(code))) == 1 and ord(char) != code}
_ODD = "\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufdd0-\ufdef\uffff\U000f0000-\U0010ffff"
_LOST = re.compile(f"[{_ODD}]")
_ANY = re.compile(f"[{_ODD}\u2e80-\u2fd5\uf900-\ufadf\u00ad\u200b\ufeff\x02\ufffe]")
_REPAIRS |= {0x00AD: "-", 0x200B: " ", 0xFEFF: " ", 0x0002: "-", 0xFFFE: "-"}  # the last two: pdfium's hyphen at a line's end


def repaired(chars: str) -> str:
    """A text, as long as it was, with radicals set right and lost characters replaced by :data:`BROKEN`."""
    if not _ANY.search(chars):
        return chars
    return _LOST.sub(BROKEN, chars.translate(_REPAIRS))


def share(chars: str) -> float:
    """The share of lost characters in a text, blanks aside."""
    lost = chars.count(BROKEN)
    return lost / max(1, len(chars) - sum(map(chars.count, " \r\n\t"))) if lost else 0.0
