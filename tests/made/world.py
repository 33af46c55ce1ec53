"""Random but seeded contents: departments, projects, amounts, indicators, values. Real bodies stand beside invented ones; figures are made."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

from tests.made.model import Ind, Proj, Value

DEPARTMENTS = (
    ("杭州市西湖区教育局", "杭州市西湖区教育发展研究院"),
    ("样例市农业农村局", "样例市农业技术推广中心"),
    ("河南省水利厅", "河南省水文水资源测报中心"),
    ("样例县卫生健康局", "样例县疾病预防控制中心"),
    ("昆明市五华区住房和城乡建设局", "昆明市五华区住房保障中心"),
    ("样例区民政局", "样例区社会福利院"),
    ("湘西土家族苗族自治州文化旅游广电局", "湘西土家族苗族自治州图书馆"),
    ("样例州交通运输局", "样例州公路养护中心"),
    ("巴彦淖尔市应急管理局", "巴彦淖尔市地震监测中心"),
    ("样例市市场监督管理局", "样例市食品检验所"),
)
SUBJECTS = (
    "农村饮水安全巩固提升",
    "公共租赁住房维修",
    "义务教育阶段校舍维护",
    "基层文化惠民演出",
    "高标准农田管护",
    "应急救援装备购置",
    "社区居家养老服务",
    "食品安全抽检监测",
    "普通国省道养护",
    "疫苗冷链设备更新",
    "古籍数字化保护",
    "森林草原防火巡护",
    "智慧水务平台运维",
    "残疾人就业培训",
    "畜禽疫病强制免疫",
)
TAILS = ("项目", "经费", "专项资金", "补助资金", "工作经费", "")
# level 1, level 2, name, unit, lowest, highest, sign
COUNTS = (
    ("产出指标", "数量指标", "举办业务培训班", "期", 2, 30, "≥"),
    ("产出指标", "数量指标", "维修养护工程处数", "处", 3, 90, "≥"),
    ("产出指标", "数量指标", "购置专用设备", "台", 2, 80, "="),
    ("产出指标", "数量指标", "服务群众人次", "人次", 200, 9000, "≥"),
    ("产出指标", "数量指标", "整治面积", "平方米", 900, 80000, "≥"),
    ("产出指标", "数量指标", "新增种植面积", "亩", 300, 6000, "="),
    ("产出指标", "数量指标", "编制技术规程", "项", 1, 9, "≥"),
    ("产出指标", "数量指标", "巡护里程", "公里", 50, 900, "≥"),
    ("产出指标", "质量指标", "工程验收合格率", "%", 90, 100, "="),
    ("产出指标", "质量指标", "设备完好率", "%", 85, 99, "≥"),
    ("产出指标", "质量指标", "检测数据差错率", "%", 1, 5, "≤"),
    ("产出指标", "质量指标", "培训考核通过率", "%", 80, 99, "≥"),
    ("产出指标", "时效指标", "故障响应时间", "小时", 1, 48, "≤"),
    ("产出指标", "时效指标", "资金拨付及时率", "%", 95, 100, "="),
    ("产出指标", "时效指标", "任务办结时限", "天", 3, 60, "≤"),
)
COSTS = (
    ("产出指标", "成本指标", "项目总成本", "万元", 20, 400, "≤"),
    ("产出指标", "成本指标", "单位工程造价", "元", 500, 9000, "≤"),
    ("产出指标", "成本指标", "人均培训标准", "元/人", 100, 900, "≤"),
)
NEW_COSTS = (
    ("成本指标", "经济成本指标", "项目预算控制数", "万元", 20, 400, "≤"),
    ("成本指标", "社会成本指标", "施工扰民投诉", "起", 1, 9, "≤"),
    ("成本指标", "生态环境成本指标", "施工污染事件", "起", 1, 5, "≤"),
)
EFFECTS = (
    ("效益指标", "经济效益指标", "带动农户增收", "元", 300, 3000, "≥"),
    ("效益指标", "社会效益指标", "受益群众覆盖率", "%", 60, 98, "≥"),
    ("效益指标", "生态效益指标", "污水处理率", "%", 70, 99, "≥"),
    ("效益指标", "社会效益指标", "直接受益人口", "万人", 2, 60, "≥"),
)
WORDED = (
    ("效益指标", "社会效益指标", "公共服务能力", ("有所提升", "明显提高", "持续增强")),
    ("效益指标", "可持续影响指标", "长效管护机制", ("健全", "基本建立", "不断完善")),
    ("效益指标", "生态效益指标", "人居环境", ("明显改善", "持续改善")),
    ("产出指标", "时效指标", "工作完成及时性", ("及时",)),
)
HAPPY = (
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", "%", 80, 98, "≥"),
    ("满意度指标", "服务对象满意度指标", "受益群众满意率", "%", 80, 98, "≥"),
)
SIGNS = {"≥": "ge", "≤": "le", "=": "eq", "＝": "eq", ">": "gt", "<": "lt"}
GOALS = (
    "保障{0}正常开展，年内完成各项任务。",
    "通过实施{0}，补齐短板，改善群众生产生活条件；\n确保资金使用规范、按期完工。",
    "1.完成{0}年度任务。\n2.群众满意度稳步提高。",
)


def part(sign: str, number: str, unit: str) -> dict[str, Any]:
    """The part that sign, number and unit say."""
    comparator, plain = SIGNS.get(sign, "eq"), number.replace(",", "")
    if unit.startswith("万") and unit != "万元":  # a count of ten thousands; money keeps its unit
        plain, unit = f"{Decimal(plain) * 10_000:f}", unit[1:]
    low, high = (plain if comparator in ("ge", "gt", "eq") else None), (plain if comparator in ("le", "lt", "eq") else None)
    found: dict[str, Any] = {"comparator": comparator, "low": low, "high": high, "unit": unit or None}
    return found | ({"implied": not sign} if comparator == "eq" else {})


def number(sign: str, figure: str, unit: str) -> Value:
    """A value with a number."""
    return Value(sign, figure, unit, part(sign, figure, unit))


def words(text: str) -> Value:
    """A value in words."""
    return Value("", "", "", {"comparator": "qualitative"}, text)


class World:
    """A stream of contents from one seed."""

    def __init__(self, seed: int | str) -> None:
        self.rng = Random(seed)
        self.department, self.unit = self.rng.choice(DEPARTMENTS)
        self.year = self.rng.randint(2019, 2026)
        self.subjects = self.rng.sample(SUBJECTS, len(SUBJECTS))

    def money(self, low: int = 5, high: int = 3000, unit: str = "万元") -> Decimal:
        """An amount in the unit, with two decimals (四 in 亿元)."""
        amount = Decimal(self.rng.randint(low * 100, high * 100)) / 100
        return {"元": amount * 10_000, "万元": amount, "亿元": amount / 10_000}[unit]

    def value(self, unit: str, low: int, high: int, sign: str, *, bare: bool = False, commas: bool = True) -> Value:
        """A value within bounds; ``bare`` leaves "=" unprinted, as in most real tables."""
        figure = self.rng.randint(low, high)
        shown = f"{figure:,}" if commas and self.rng.random() < 0.3 else str(figure)
        if unit == "%" and figure < 99 and self.rng.random() < 0.3:
            shown = f"{figure}.{self.rng.choice('258')}"
        return number("" if bare and sign in "=＝" else sign, shown, unit)

    def indicators(self, count: int = 6, *, cycle: bool = False, new_costs: bool = False, bare: bool = True, plain: bool = False) -> list[Ind]:
        """Indicators of all level-1 kinds in printed order, names never twice. ``plain``: numbers only."""
        outputs = sorted(self.rng.sample(COUNTS, max(2, count - 3)), key=lambda row: ("数量指标", "质量指标", "时效指标").index(row[1]))
        costs = self.rng.sample(NEW_COSTS, 2) if new_costs else [self.rng.choice(COSTS)]
        costs.sort(key=lambda row: [c[1] for c in NEW_COSTS].index(row[1]) if new_costs else 0)
        chosen: list[tuple[Any, ...]] = [*costs, *outputs] if new_costs else [*outputs, *costs]
        chosen.append(self.rng.choice(EFFECTS))
        if not plain:
            chosen.append(self.rng.choice(WORDED[:3]))
        return [self._indicator(row, cycle, bare) for row in [*chosen, self.rng.choice(HAPPY)]]

    def _indicator(self, row: tuple[Any, ...], cycle: bool, bare: bool) -> Ind:
        if len(row) == 4:
            return Ind(row[0], row[1], row[2], words(self.rng.choice(row[3])), words(self.rng.choice(row[3])) if cycle else None)
        level1, level2, name, unit, low, high, sign = row
        bare = bare and self.rng.random() < 0.6
        annual = self.value(unit, low, high, sign, bare=bare)
        return Ind(level1, level2, name, annual, self.value(unit, low, high if unit == "%" else high * 3, sign, bare=bare) if cycle else None)

    def weigh(self, inds: Sequence[Ind], whole: int = 90) -> None:
        """Weights that add up."""
        each = whole // len(inds)
        for ind in inds:
            ind.weight = str(each)
        inds[0].weight = str(whole - each * (len(inds) - 1))

    def project(
        self, *, unit: str = "万元", sources: Sequence[str] = ("财政拨款", "其他资金"), cycle: bool = False, count: int = 6, **how: Any
    ) -> Proj:
        """A project whose sources add up to its total; the second source may be nothing."""
        name = self.subjects.pop() + self.rng.choice(TAILS)
        amounts = [self.money(unit=unit)] + [self.money(1, 90, unit) if self.rng.random() < 0.5 else Decimal(0) for _ in sources[1:]]
        funds = {label: shown(amount, unit) for label, amount in zip(sources, amounts, strict=True) if amount}
        goal = self.rng.choice(GOALS).format(name)
        cycle_goal = f"三年内全面完成{name}规划任务，长期发挥效益。" if cycle else ""
        return Proj(name, self.unit, shown(sum(amounts), unit), funds, goal, cycle_goal, inds=self.indicators(count, cycle=cycle, **how))

    def evaluate(self, inds: Sequence[Ind]) -> None:
        """Actuals, weights and scores."""
        self.weigh(inds)
        for ind in inds:
            assert ind.annual is not None
            ind.score = ind.weight
            if ind.annual.words:
                ind.actual = words(self.rng.choice(("达成预期指标", ind.annual.words)))
            else:
                figure = ind.annual.number
                if self.rng.random() < 0.25 and ind.annual.unit != "%":
                    figure, ind.score, ind.reason = (
                        str(max(1, int(Decimal(figure.replace(",", ""))) - 1)),
                        f"{int(ind.weight or 0) - 1}.5",
                        "受天气影响进度滞后",
                    )
                ind.actual = number("", figure, ind.annual.unit)


def shown(amount: Decimal | int, unit: str = "万元") -> str:
    """An amount as printed: thousands separated, two decimals, six in 亿元."""
    return f"{Decimal(amount):,.6f}" if unit == "亿元" else f"{Decimal(amount):,.2f}"


def total(amounts: Sequence[str | None]) -> Decimal:
    """The sum of printed amounts."""
    return sum((Decimal(a.replace(",", "")) for a in amounts if a), Decimal(0))
