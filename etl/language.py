"""Which language people are spoken to in: Chinese or English. A leaf module; any part may ask.

``JIXIAO_LANG`` decides, else the locale that the terminal announces (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), whether or not it is installed: a
Chinese server without its locale still has Chinese readers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]

VARIABLES = ("JIXIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of the first variable of :data:`VARIABLES` that is set: ``zh`` for ``zh…``, else ``en``.

    >>> language({"LANG": "zh_CN.UTF-8"}), language({"JIXIAO_LANG": "en", "LANG": "zh_CN.UTF-8"}), language({})
    ('zh', 'en', 'en')
    """
    chosen = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"
