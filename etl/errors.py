"""What the caller gave is wrong: a setting, a path, a line of a manifest. A leaf module, so that the command line need not know who noticed."""

from __future__ import annotations


class UsageProblem(Exception):
    """Something that the caller can put right (退出码 2). Its text is one line in the user's language: what was found, where, what is expected."""
