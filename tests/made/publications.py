"""Whole documents: a cover, prose, other tables, and the target table somewhere inside (DOMAIN 3.2, 3.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.made.cards import central_rows, levels
from tests.made.lists import FIGURE, GOAL, LEVEL1, LEVEL2, LEVEL3, MEASURE, NAME, SIGN, TOTAL, ends, head, indicator_rows, wide
from tests.made.model import UP, Block, Break, Day, Ind, Made, N, Num, Proj, Row, Sheet, Table
from tests.made.world import World, number, shown, total


def income_table(world: World) -> Table:
    """公开表01: income and spending, no targets."""
    a, b = world.money(), world.money()
    rows: list[Row] = [
        wide("收支预算总表", 4),
        [f"部门：{world.department}", N, "单位：万元", N],
        ["收入", N, "支出", N],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", shown(a), "一、一般公共服务支出", shown(b)],
        ["二、政府性基金预算拨款收入", "", "二、教育支出", shown(a)],
        ["本年收入合计", shown(a + b), "本年支出合计", shown(a + b)],
    ]
    return Table(rows, 4)


def function_table(world: World) -> Table:
    """公开表05: spending by functional class."""
    rows: list[Row] = [
        wide("一般公共预算支出表", 5),
        ends(f"部门：{world.department}", "单位：万元", 5),
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ]
    for n in range(world.rng.randint(5, 12)):
        a, b = world.money(), world.money()
        rows.append([f"20{n:02d}101", world.rng.choice(("行政运行", "一般行政管理事务", "机关服务", "其他支出")), shown(a + b), shown(a), shown(b)])
    return Table(rows, 3)


def travel_table(world: World) -> Table:
    """三公."""
    rows: list[Row] = [
        wide("“三公”经费支出预算表", 6),
        [*ends(f"部门：{world.department}", "单位：万元", 6)],
        ["项目", "合计", "因公出国（境）费", "公务用车购置费", "公务用车运行费", "公务接待费"],
        ["本年预算数", *[shown(world.money(1, 90)) for _ in range(5)]],
        ["上年预算数", *[shown(world.money(1, 90)) for _ in range(5)]],
    ]
    return Table(rows, 3)


def prose(world: World) -> list[Block]:
    """Paragraphs as publications have them, with years and amounts that are no facts of a target table."""
    return [
        "第一部分  部门概况",
        "一、主要职能。贯彻执行国家有关法律法规，承担本行业行政管理工作。",
        f"二、机构设置。{world.department}内设办公室、财务科、法规科等8个科室，下属二级预算单位3个。",
        "第二部分  预算情况说明",
        f"{world.year}年收入预算为{shown(world.money())}万元，比{world.year - 1}年增加{world.rng.randint(2, 9)}.5%，主要原因是人员经费增加。",
        f"政府采购预算总额{shown(world.money())}万元，其中货物类{shown(world.money(1, 50))}万元。",
    ]


def _list(world: World, projects: list[Proj], title: str) -> Table:
    columns = [NAME, TOTAL, GOAL, LEVEL1, LEVEL2, LEVEL3, SIGN, FIGURE, MEASURE]
    rows = [
        wide(title, 9),
        ends(f"部门名称：{world.department}", "单位：万元", 9),
        [heading for heading, _ in columns],
        *indicator_rows(projects, columns),
        ["合计", shown(total([p.total for p in projects])), *[""] * 7],
    ]
    return Table(rows, 3)


def book(world: World) -> Made:
    """部门预算公开: year on the cover, the target table broken over pages, other tables before and after it."""
    projects = [world.project(bare=False, sources=("财政拨款",)) for _ in range(6)]
    blocks: list[Block] = [
        f"{world.year}年{world.department}部门预算公开",
        Break(),
        *prose(world),
        Break(),
        income_table(world),
        Break(),
        function_table(world),
        Break(),
        travel_table(world),
        f"{world.year}年编报绩效目标的项目{len(projects)}个，涉及预算资金{shown(total([p.total for p in projects]))}万元。",
        Break(),
        _list(world, projects, "项目支出绩效目标表"),
        Break(),
        function_table(world),
        "第四部分  名词解释",
        "基本支出：指为保障机构正常运转而发生的支出。",
    ]
    wanted = [p.truth(funds={}) for p in projects]
    for want in wanted:
        del want["unit"]
    return Made(
        "book", blocks, head(world, year_from=None, total=shown(total([p.total for p in projects])), projects=wanted), ("pdf", "docx", "html")
    )


def card_book(world: World) -> Made:
    """Many cards one after another under one cover, some on a shared page; a card table of another kind between them."""
    projects = [world.project() for _ in range(4)]
    blocks: list[Block] = [f"{world.year}年{world.department}部门预算公开", Break(), *prose(world), Break()]
    for n, project in enumerate(projects):
        body = levels(
            project.inds, lambda i: [i.name, i.annual.text if i.annual else "", ""], header=["一级指标", "二级指标", "三级指标", "指标值", "备注"]
        )
        blocks += [Table([*central_rows(world, project), *body]), *([travel_table(world)] if n == 1 else [])]
    return Made("card_book", blocks, {**head(world, projects=[p.truth() for p in projects]), "statements": [1, 4]}, ("pdf", "docx", "html", "xlsx"))


def glued_cards(world: World) -> Made:
    """Cards in one table without a line between them, each beginning with its title row."""
    projects = [world.project() for _ in range(3)]
    rows: list[Row] = []
    for project in projects:
        body = levels(
            project.inds, lambda i: [i.name, i.annual.text if i.annual else "", ""], header=["一级指标", "二级指标", "三级指标", "指标值", "备注"]
        )
        rows += [*central_rows(world, project), *body]
    return Made("glued_cards", [Table(rows)], {**head(world, projects=[p.truth() for p in projects]), "statements": [1, 3]})


def workbook(world: World) -> Made:
    """Sheets of other tables, hidden rows and columns, percent formats, real dates, formulas with cached values."""
    projects = [world.project(bare=True, unit="元") for _ in range(2)]
    rows: list[Row] = [
        wide(f"{world.year}年项目支出绩效目标表", 9),
        ends(f"部门名称：{world.department}", "单位：元", 9),
        ["项目名称", "资金总额", "财政拨款", "其他资金", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"],
    ]
    for project in projects:
        project.inds += [_stored_percent(world), _stored_date(world)]
        project.inds.sort(key=lambda i: ("产出指标", "效益指标", "满意度指标").index(i.level1))
        for n, ind in enumerate(project.inds):
            at = len(rows) + 1
            amounts = [_amount(project.funds.get(k, "")) for k in ("财政拨款", "其他资金")]
            first: Row = [project.name, Num(project.total or "", total([project.total]), "#,##0.00", f"SUM(C{at}:D{at})"), *amounts, project.goal]
            rows.append([*(first if not n else [UP] * 5), ind.level1, ind.level2, ind.name, _cell(ind)])
    whole = total([p.total for p in projects])
    rows.append(["合计", Num(shown(whole), whole, "#,##0.00", f"SUM(B4:B{len(rows)})"), "", "", "", "", "", "", ""])
    sheet = Table(rows, 3)
    blocks: list[Block] = [
        Sheet("收支总表"),
        income_table(world),
        Sheet("绩效目标"),
        sheet,
        Sheet("三公经费"),
        travel_table(world),
        Sheet("说明", hidden=True),
        "填表说明：金额保留两位小数。",
    ]
    wanted = [p.truth() for p in projects]
    for want in wanted:
        del want["unit"]
    return Made("workbook", blocks, head(world, money_unit="元", total=shown(whole), projects=wanted), ("xlsx", "calc"))


def _amount(text: str) -> str:
    return Num(text, total([text]), "#,##0.00") if text else ""


def _stored_percent(world: World) -> Ind:
    figure = world.rng.randint(80, 99)
    value = number("", str(figure), "%")
    return Ind("产出指标", "质量指标", "任务完成质量达标率", value)


def _stored_date(world: World) -> Ind:
    day = date(world.year, world.rng.randint(6, 11), world.rng.randint(2, 28))
    value = number("", "", "")
    value.words, value.part = f"{day.year}年{day.month}月{day.day}日", {"comparator": "before", "high": day.isoformat()}
    return Ind("产出指标", "时效指标", "全部工作完成时间", value)


def _cell(ind: Ind) -> str:
    assert ind.annual
    value = ind.annual
    if value.part["comparator"] == "before":
        day = date.fromisoformat(value.part["high"])
        return Day(value.text, day, 'yyyy"年"m"月"d"日"')
    if value.unit == "%" and not value.sign:
        decimals = len(value.number.partition(".")[2])
        return Num(value.text, Decimal(value.number) / 100, "0%" if not decimals else "0." + "0" * decimals + "%")
    return value.text


PUBLICATIONS = (book, card_book, glued_cards, workbook)
