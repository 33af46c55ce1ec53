"""What a steward names beside the documents, with its ids: departments, projects, and what is said of them. Written by :mod:`etl.load.companions`."""

from __future__ import annotations

from dataclasses import dataclass

from etl.load.keys import PROJECT_KINDS, key
from etl.load.values import clean


@dataclass(frozen=True, slots=True)
class Named:
    """A department as a steward names it, taken apart: ``key`` is the name without its region's words."""

    region_code: str | None
    key: str
    name: str
    function: str | None = None

    @property
    def department_id(self) -> int:
        """Its id."""
        return key("department", self.region_code, self.key)


@dataclass(frozen=True, slots=True)
class Expected:
    """A row of the roster. ``function`` None: the vocabulary's stands."""

    department: Named
    function: str | None
    kind: str
    first_year: int
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Succession:
    """``to`` follows ``of`` from ``effective_year`` on; ``change``: rename, merge, absorb, split."""

    of: Named
    to: Named
    effective_year: int
    change: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A project as a steward names it: its department, the kind of statement in which it stands, its name and the stem of that."""

    department: Named
    kind: str
    name: str
    stem: str

    @property
    def project_id(self) -> int:
        """Its id."""
        return key("project", self.department.department_id, PROJECT_KINDS.get(self.kind, "project"), clean(self.stem))


@dataclass(frozen=True, slots=True)
class Confirmed:
    """``to`` continues ``of`` from ``effective_year`` on, because of ``reason``."""

    of: Listed
    to: Listed
    effective_year: int
    reason: str
