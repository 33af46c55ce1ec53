"""What a document says, in the field's own terms: statement, project, funding, indicator, target, actual.

The types are the contract between ``transform``, ``load`` and ``inspect --json``. Money is :class:`~decimal.Decimal` yuan (元). Absent is ``None``,
never "". Every fact carries its :class:`Evidence`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from etl.extract.grid import Place
from etl.finding import Finding

StatementKind = Literal["project_targets", "department_overall", "transfer_programme", "self_evaluation"]
YearSource = Literal["title", "cover", "manifest", "file_name", "caller"]
MoneyUnit = Literal["yuan", "10k_yuan", "100m_yuan"]
Horizon = Literal["annual", "cycle"]
Stage = Literal["budget", "adjusted", "executed", "cycle"]
Comparator = Literal["ge", "gt", "eq", "lt", "le", "range", "approx", "qualitative", "before", "period"]
Direction = Literal["positive", "negative", "none"]
DirectionSource = Literal["comparator", "printed", "name", "zero", "default"]
UnitSource = Literal["value", "name", "column"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The cell (or line) a fact was read from, with its text as printed (line wraps kept)."""

    place: Place
    text: str


@dataclass(slots=True)
class Part:
    """One condition of a target (指标值的一个条件): ``≥90%`` has one, ``参考率不低于85%，及格率不低于85%`` two.

    ``low`` and ``high`` bound the number; ``eq`` and ``approx`` have both equal, ``ge``/``gt`` only ``low``, ``le``/``lt`` only ``high``. For
    ``before`` and ``period`` they are ISO dates as text (``2024-12-31``; ``12-31`` while no year is known). ``implied``: no sign was printed
    (DOMAIN 1.6). ``basis`` is the span of time a number is per (每季度), ``scope`` the entity (每个司法所), ``measure`` what the value itself says
    it measures (完成率). ``text`` is the wording of a qualitative part, or what surrounds a number. ``ordinal`` is the comparator of a graded word
    (良好以上: ge); ``no_target`` marks words that put no target (据实, 按需). ``bound`` and ``direction``: DESIGN, "Words with one meaning".
    """

    comparator: Comparator
    low: Decimal | str | None = None
    high: Decimal | str | None = None
    low_inclusive: bool | None = None
    high_inclusive: bool | None = None
    unit: str | None = None
    unit_from: UnitSource | None = None
    basis: str | None = None
    scope: str | None = None
    measure: str | None = None
    text: str | None = None
    implied: bool = False
    ordinal: str | None = None
    no_target: bool = False
    direction: Direction = "none"
    direction_from: DirectionSource | None = None

    @property
    def bound(self) -> Decimal | str | None:
        """The number (or day) to reach: ``low`` when more is better, ``high`` when less is; None for words."""
        first, second = (self.high, self.low) if self.direction == "negative" else (self.low, self.high)
        return first if first is not None else second


@dataclass(slots=True)
class Target:
    """What is promised for one horizon (年度 or 实施周期): printed text, its parts, and where it stands."""

    horizon: Horizon
    raw: str
    parts: list[Part]
    evidence: Evidence


@dataclass(slots=True)
class Actual:
    """What a self-evaluation says was reached (实际完成值), with its score (得分) and the reason given for a deviation (偏差原因)."""

    raw: str
    parts: list[Part]
    evidence: Evidence
    score: Decimal | None = None
    reason: str | None = None


@dataclass(slots=True)
class Indicator:
    """An indicator (绩效指标) as filed in one project. ``seq`` counts from 1 in the project: as printed, else by position.

    ``level1``/``level2`` and their codes are as filed; ``kind`` is the canonical key of DOMAIN 2.1 as corrected (B1), None where the levels tell
    none. ``stem`` is the name to compare by (DOMAIN 5.4). ``direction`` is the one a column prints (指标方向性), if any.
    """

    seq: int
    name: str
    stem: str
    level1: str | None = None
    level1_code: str | None = None
    level2: str | None = None
    level2_code: str | None = None
    kind: str | None = None
    weight: Decimal | None = None
    direction: Direction | None = None
    targets: list[Target] = field(default_factory=list)
    actual: Actual | None = None


@dataclass(slots=True)
class Amount:
    """A sum of money (金额) in yuan, with the cell it was read from."""

    yuan: Decimal
    evidence: Evidence


@dataclass(slots=True)
class Money:
    """A total and its sources (资金来源: code of ``funding_source`` → amount), as printed for one stage or row."""

    total: Amount | None = None
    funding: dict[str, Amount] = field(default_factory=dict)


@dataclass(slots=True)
class Goal:
    """A goal in words (绩效目标)."""

    text: str
    evidence: Evidence


@dataclass(slots=True)
class Task:
    """A task of a whole-department form (年度重点工作任务) with its money."""

    seq: int
    name: str
    evidence: Evidence
    content: str | None = None
    goal: str | None = None
    money: Money = field(default_factory=Money)


@dataclass(slots=True)
class Project:
    """A row of a statement (项目), or its one whole department. ``row_number`` counts the statement's project rows from 1.

    ``stem`` is the name to compare across years by (DOMAIN 5.4), the pieces taken from it standing in ``code``, ``funding_document``, ``year_mark``
    and ``phase``; ``loose_stem`` has lost the words that only say money or project too: it suggests, and never joins.
    ``unit`` is the spending unit (资金使用单位) as printed. ``money`` is the annual budget; ``stages`` hold the rest.
    """

    row_number: int
    name: str
    stem: str
    evidence: Evidence
    unit: str | None = None
    unit_code: str | None = None
    unit_region_code: str | None = None
    unit_key: str | None = None
    unit_function: str | None = None
    code: str | None = None
    funding_document: str | None = None
    year_mark: str | None = None
    phase: str | None = None
    loose_stem: str | None = None
    money: Money = field(default_factory=Money)
    stages: dict[Stage, Money] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    goals: dict[Horizon, Goal] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)


@dataclass(slots=True)
class PublishedTotal:
    """A total as printed (合计 row: ``statement``; unit row: ``unit``). ``funding_source`` None: the total column."""

    scope: Literal["statement", "unit"]
    amount: Amount
    unit_name: str | None = None
    funding_source: str | None = None


@dataclass(slots=True)
class Statement:
    """One published table (一张绩效目标表) of a department and a year, wherever in the document it stands.

    ``department`` is the name as printed, without code and suffix; ``department_key`` the same without its region's words, by which departments are
    one across documents; ``department_function`` what it does (司法局), by which they are peers. ``region_code`` is GB/T 2260.
    ``money_unit_from``: table, header, cell or caller. ``covers``: a whole table of the department, or single-project cards, which supersede
    only their own projects (DESIGN decision 3).
    """

    kind: StatementKind
    layout: str
    title: str | None
    fiscal_year: int
    fiscal_year_from: YearSource
    department: str
    department_key: str
    department_from: str
    evidence: Evidence
    covers: Literal["department", "project"] = "department"
    department_code: str | None = None
    department_function: str | None = None
    region_code: str | None = None
    money_unit: MoneyUnit | None = None
    money_unit_from: str | None = None
    printed_on: str | None = None
    totals: list[PublishedTotal] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)

    @property
    def total_yuan(self) -> Decimal | None:
        """The printed total of the whole statement, if it prints one."""
        found = (t.amount.yuan for t in self.totals if t.scope == "statement" and t.funding_source is None)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Claim:
    """What the caller, a manifest or the file's name say about a document. The document's own words come first; a conflict is a finding.

    ``*_from`` is ``caller``, ``manifest`` or ``file_name`` beside each value that is given.
    """

    file_name: str = ""
    fiscal_year: int | None = None
    fiscal_year_from: YearSource = "caller"
    department: str | None = None
    department_from: str = "caller"
    region_code: str | None = None
    money_unit: MoneyUnit | None = None
    kind: StatementKind | None = None
    published_on: str | None = None


@dataclass(slots=True)
class Account:
    """Where the cells of the recognised tables went (DESIGN decision 6): ``cells`` = ``facts`` + the ``ignored`` by rule + ``reported``."""

    cells: int = 0
    facts: int = 0
    ignored: dict[str, int] = field(default_factory=dict)
    reported: int = 0


@dataclass(slots=True)
class Reading:
    """All that was understood of one document: its statements and what needs a look."""

    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    account: Account = field(default_factory=Account)
