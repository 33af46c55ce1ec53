#!/usr/bin/env python3
"""Make ``samples/``: small invented documents with known truth, which the README's first command loads.

usage: python tools/make_samples.py [FOLDER]

Two departments of an invented district (样例市样例区), two years each, every document in another format. The same script writes the same bytes on
any machine: needs nothing but Python, archives are stored uncompressed and dated 1980. What they hold to be found: from 2024 to 2025 the money of
法律援助案件办理经费 grows while its target falls, and one indicator is filed under the wrong level 1 (rule B1), as happens in real tables.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

TITLE = "{year}年项目支出绩效目标表（含转移支付项目）"
HEADER = ("项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标")
QUANTITY, QUALITY, TIMELINESS = ("1-产出指标", "11-数量指标"), ("1-产出指标", "12-质量指标"), ("1-产出指标", "13-时效指标")
SOCIAL, SATISFACTION = ("2-效益指标", "22-社会效益"), ("3-满意度指标", "31-服务对象满意度")
MISFILED = ("2-效益指标", "31-服务对象满意度")  # what B1 finds


@dataclass(frozen=True)
class Project:
    """A project row: amounts in 万元 (财政拨款, 其他资金), goal, and its indicators as (levels, name, cycle value, annual value)."""

    name: str
    fiscal: str
    other: str
    goal: str
    indicators: tuple[tuple[tuple[str, str], str, str, str], ...]

    @property
    def total(self) -> Decimal:
        """总计."""
        return Decimal(self.fiscal) + Decimal(self.other or 0)


@dataclass(frozen=True)
class Document:
    """A department's table of a year."""

    file: str
    year: int
    department: str
    projects: tuple[Project, ...]


def _aid(fiscal: str, cases: str, rate: str) -> Project:
    return Project(
        "法律援助案件办理经费",
        fiscal,
        "",
        "办好法律援助案件，维护困难群众合法权益。",
        (
            (QUANTITY, "法律援助案件办理数（件）", "≥1000", cases),
            (QUALITY, "案件质量合格率", "≥95%", rate),
            (TIMELINESS, "受理审查时限", "不超过5个工作日", "不超过5个工作日"),
            (SATISFACTION, "受援人满意度", "≥90%", "≥90%"),
        ),
    )


def _mediation(fiscal: str, annual: str) -> Project:
    return Project(
        "人民调解工作经费",
        fiscal,
        "",
        "及时化解矛盾纠纷，促进社会和谐。",
        (
            (QUANTITY, "矛盾纠纷排查次数", "每季度不少于1次", "每季度不少于1次"),
            (QUALITY, "调解成功率", "≥96%", annual),
            (MISFILED, "当事人满意度", "≥90%", "≥90%"),
        ),
    )


def _supplies(fiscal: str, other: str, sets: str) -> Project:
    return Project(
        "应急救援物资购置经费",
        fiscal,
        other,
        "配齐应急救援物资，提高救援能力。",
        (
            (QUANTITY, "购置救援装备", "300套", sets),
            (QUALITY, "装备验收合格率", "100%", "100%"),
            (TIMELINESS, "完成时间", "2026年12月31日前", "12月31日前"),
            (SOCIAL, "应急处置能力", "明显提高", "有所提高"),
        ),
    )


def _training(fiscal: str, people: str, deaths: str) -> Project:
    return Project(
        "安全生产宣传培训经费",
        fiscal,
        "",
        "普及安全生产知识，遏制较大以上事故。",
        (
            (QUANTITY, "培训人次", "≥1500人次", people),
            (SOCIAL, "较大以上事故起数（起）", "0", deaths),
            (SATISFACTION, "参训人员满意度", "≥85%", "≥85%"),
        ),
    )


JUSTICE, EMERGENCY = "样例市样例区司法局", "样例市样例区应急管理局"
DOCUMENTS = (
    Document("justice_2024.xlsx", 2024, JUSTICE, (_aid("120.00", "≥400", "≥95%"), _mediation("36.50", "≥96%"))),
    Document("justice_2025.html", 2025, JUSTICE, (_aid("150.00", "≥350", "≥95%"), _mediation("36.50", "≥97%"))),
    Document("emergency_2024.csv", 2024, EMERGENCY, (_supplies("80.00", "10.00", "100套"), _training("25.80", "≥500人次", "0"))),
    Document("emergency_2025.docx", 2025, EMERGENCY, (_supplies("72.00", "10.00", "90套"), _training("28.00", "≥600人次", "0"))),
)


def money(amount: Decimal | str) -> str:
    """``1,234.50``; nothing for nothing."""
    return f"{Decimal(amount):,.2f}" if amount not in ("", Decimal(0)) else ""


def rows(document: Document) -> list[list[str]]:
    """The table as printed: title, caption, header, 合计, the unit and its projects, indented."""
    total = sum(project.total for project in document.projects)
    fiscal = sum(Decimal(project.fiscal) for project in document.projects)
    sums = [money(total), money(fiscal), "", money(total - fiscal), "", ""]
    table = [[TITLE.format(year=document.year), *[""] * 6], [f"部门名称：{document.department}", *[""] * 5, "单位：万元"]]
    table += [list(HEADER), ["合计", *sums], [document.department, *sums]]
    for project in document.projects:
        amounts = [money(project.total), money(project.fiscal), "", money(project.other)]
        table.append([f"    {project.name}", *amounts, project.goal, packed(project)])
    return table


def packed(project: Project) -> str:
    """All indicators of a project in one cell (DOMAIN 8, "Grammar of the packed cell")."""
    return "".join(
        f"{number}、{level1}；{level2}；{name}；实施周期指标值:{cycle}；年度指标值:{annual}。"
        for number, ((level1, level2), name, cycle, annual) in enumerate(project.indicators, 1)
    )


def as_csv(document: Document) -> bytes:
    """UTF-8 with a byte order mark, as a spreadsheet in Chinese saves it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows(document))
    return text.getvalue().encode("utf-8-sig")


def as_html(document: Document) -> bytes:
    """A page of a department's site."""
    title, caption, *body = rows(document)
    lines = [f'<tr><td colspan="7">{title[0]}</td></tr>', f'<tr><td colspan="6">{caption[0]}</td><td>{caption[6]}</td></tr>']
    lines += ["<tr>" + "".join(f"<td>{_html(text)}</td>" for text in row) + "</tr>" for row in body]
    table = "\n".join(lines)
    head = f'<meta charset="utf-8"><title>{title[0]}</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body><table border=1>\n{table}\n</table></body></html>\n".encode()


def _html(text: str) -> str:
    """A cell's text; an indent as the blanks that a browser keeps."""
    indent = len(text) - len(text.lstrip())
    return "&nbsp;" * indent + escape(text.strip())


def as_xlsx(document: Document) -> bytes:
    """A workbook of one sheet, texts inline, amounts as numbers."""
    table = rows(document)
    lines = []
    for number, row in enumerate(table, 1):
        cells = "".join(_xlsx_cell(f"{'ABCDEFG'[column]}{number}", text, 1 <= column <= 4 and number > 3) for column, text in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{spreadsheet}"><sheetData>{"".join(lines)}</sheetData>'
    sheet += '<mergeCells count="2"><mergeCell ref="A1:G1"/><mergeCell ref="A2:F2"/></mergeCells></worksheet>'
    book = (
        f'<workbook xmlns="{spreadsheet}" xmlns:r="{OFFICE}/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    fonts = '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    formats = '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs>'
    styles = f'<styleSheet xmlns="{spreadsheet}">{fonts}{formats}</styleSheet>'
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"xl/workbook.xml": f"{main}.sheet.main+xml", "xl/worksheets/sheet1.xml": f"{main}.worksheet+xml", "xl/styles.xml": f"{main}.styles+xml"}
    return archive({
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]),
        "xl/workbook.xml": book,
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": styles,
    })  # fmt: skip


def _xlsx_cell(place: str, text: str, number: bool) -> str:
    if not text:
        return ""
    if number:
        return f'<c r="{place}" s="1"><v>{text.replace(",", "")}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def as_docx(document: Document) -> bytes:
    """A Word file: title and caption as paragraphs, then the table."""
    title, caption, *body = rows(document)
    grid = "".join('<w:gridCol w:w="1300"/>' for _ in HEADER)
    lines = "".join("<w:tr>" + "".join(f"<w:tc><w:tcPr/>{_paragraph(text)}</w:tc>" for text in row) + "</w:tr>" for row in body)
    edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    table = f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    heading = _paragraph(title[0]) + _paragraph(f"{caption[0]}          {caption[6]}")
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<w:document xmlns:w="{word}"><w:body>{heading}{table}<w:p/></w:body></w:document>'
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return archive({
        "[Content_Types].xml": _content_types({"word/document.xml": main}),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": text,
    })  # fmt: skip


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' if text else "<w:p/>"


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _content_types(parts: dict[str, str]) -> str:
    """What kind each part of an Office file is."""
    known = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    known += '<Default Extension="xml" ContentType="application/xml"/>'
    known += "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return f'<Types xmlns="{PACKAGE}/content-types">{known}</Types>'


def _relations(targets: list[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def archive(parts: dict[str, str]) -> bytes:
    """A zip of XML parts whose bytes depend on nothing but the parts: stored, dated 1980."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3  # on every system, as made on Unix
            file.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return made.getvalue()


WRITERS = {".csv": as_csv, ".html": as_html, ".xlsx": as_xlsx, ".docx": as_docx}


def samples() -> dict[str, bytes]:
    """Every sample by its file name."""
    return {document.file: WRITERS[Path(document.file).suffix](document) for document in DOCUMENTS}


def main(folder: str = "") -> None:
    """Write the samples into ``folder`` (``samples/`` beside this script's folder)."""
    target = Path(folder) if folder else Path(__file__).resolve().parent.parent / "samples"
    target.mkdir(parents=True, exist_ok=True)
    for name, data in samples().items():
        (target / name).write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:2])
