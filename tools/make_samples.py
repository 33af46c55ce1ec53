#!/usr/bin/env python3
"""Make ``samples/``: small invented documents with known truth, which the README's first command loads.

usage: python tools/make_samples.py [FOLDER]

Three departments of two invented districts (样例市样例区, 样例市示范区), three years each, every document in another format; one table was corrected,
one year evaluated. The same script writes the same bytes on any machine: needs nothing but Python, archives are stored uncompressed and dated 1980.
What they hold to be found: money that grows while a target falls (法律援助案件办理经费), two bureaus of justice to compare, a bureau under its former
name, a project that goes on under another name, one that ended, one that two documents fund, a correction, a target that moved between promise and
evaluation, and an indicator filed under the wrong level 1 (rule B1), as happens in real tables.
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
    """A department's table of a year, and the day that it prints as its own."""

    file: str
    year: int
    department: str
    projects: tuple[Project, ...]
    day: str


@dataclass(frozen=True)
class Evaluated:
    """A project of a self-evaluation: money in 万元 (年初预算数, 全年预算数, 全年执行数), its score, and each indicator as (levels, name, target as
    restated, actual, weight, score)."""

    name: str
    money: tuple[str, str, str]
    score: str
    indicators: tuple[tuple[tuple[str, str], str, str, str, str, str], ...]


@dataclass(frozen=True)
class Evaluation:
    """A department's self-evaluations (自评表) of a year."""

    file: str
    year: int
    department: str
    projects: tuple[Evaluated, ...]
    day: str


def _aid(fiscal: str, cases: str, rate: str, name: str = "法律援助案件办理经费") -> Project:
    return Project(
        name,
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


def _mediation(fiscal: str, annual: str, satisfaction: tuple[str, str] = MISFILED) -> Project:
    return Project(
        "人民调解工作经费",
        fiscal,
        "",
        "及时化解矛盾纠纷，促进社会和谐。",
        (
            (QUANTITY, "矛盾纠纷排查次数", "每季度不少于1次", "每季度不少于1次"),
            (QUALITY, "调解成功率", "≥96%", annual),
            (satisfaction, "当事人满意度", "≥90%", "≥90%"),
        ),
    )


def _supplies(fiscal: str, other: str, sets: str, year: str = "2026") -> Project:
    return Project(
        "应急救援物资购置经费",
        fiscal,
        other,
        "配齐应急救援物资，提高救援能力。",
        (
            (QUANTITY, "购置救援装备", "300套", sets),
            (QUALITY, "装备验收合格率", "100%", "100%"),
            (TIMELINESS, "完成时间", f"{year}年12月31日前", "12月31日前"),
            (SOCIAL, "应急处置能力", "明显提高", "有所提高"),
        ),
    )


def _training(fiscal: str, people: str, deaths: str, name: str = "安全生产宣传培训经费") -> Project:
    return Project(
        name,
        fiscal,
        "",
        "普及安全生产知识，遏制较大以上事故。",
        (
            (QUANTITY, "培训人次", "≥1500人次", people),
            (SOCIAL, "较大以上事故起数（起）", "0", deaths),
            (SATISFACTION, "参训人员满意度", "≥85%", "≥85%"),
        ),
    )


def _flood(fiscal: str) -> Project:
    return Project(
        "防汛物资储备经费",
        fiscal,
        "",
        "汛期前备足防汛物资。",
        ((QUANTITY, "储备防汛沙袋（个）", "≥8000", "≥8000"), (TIMELINESS, "完成时间", "2023年4月30日前", "4月30日前")),
    )


JUSTICE, EMERGENCY, NEIGHBOUR = "样例市样例区司法局", "样例市样例区应急管理局", "样例市示范区司法局"
FORMER = "样例市样例区安全生产监督管理局"  # EMERGENCY's name until 2023: docs/succession.csv
CO_FUNDED = "法律援助案件办理经费（样财行〔2025〕12号）"
DOCUMENTS = (
    Document("justice_2023.pdf", 2023, JUSTICE, (_aid("112.00", "≥380", "≥95%"), _mediation("35.00", "≥95%")), "2023-02-10"),
    Document("justice_2024.xlsx", 2024, JUSTICE, (_aid("120.00", "≥400", "≥95%"), _mediation("36.50", "≥96%")), "2024-02-08"),
    Document("justice_2025.html", 2025, JUSTICE, (_aid("150.00", "≥350", "≥95%"), _mediation("36.50", "≥97%")), "2025-02-12"),
    Document(
        "emergency_2023.ods",
        2023,
        FORMER,
        (_supplies("76.00", "10.00", "95套"), _training("24.00", "≥480人次", "0", "安全生产宣传培训项目"), _flood("12.60")),
        "2023-02-15",
    ),
    Document("emergency_2024.csv", 2024, EMERGENCY, (_supplies("80.00", "10.00", "100套"), _training("25.80", "≥500人次", "0")), "2024-02-20"),
    Document(
        "emergency_2024_corrected.docx",
        2024,
        EMERGENCY,
        (_supplies("78.00", "10.00", "100套"), _training("25.80", "≥520人次", "0")),
        "2024-06-03",
    ),
    Document("emergency_2025.docx", 2025, EMERGENCY, (_supplies("72.00", "10.00", "90套"), _training("28.00", "≥600人次", "0")), "2025-02-18"),
    Document("neighbour_2023.html", 2023, NEIGHBOUR, (_aid("96.00", "≥300", "≥93%"), _mediation("28.00", "≥97%", SATISFACTION)), "2023-02-06"),
    Document("neighbour_2024.pdf", 2024, NEIGHBOUR, (_aid("98.00", "≥320", "≥94%"), _mediation("30.00", "≥98%", SATISFACTION)), "2024-02-01"),
    Document(
        "neighbour_2025.xlsx",
        2025,
        NEIGHBOUR,
        (_aid("84.00", "≥320", "≥96%"), _aid("20.00", "≥30", "≥96%", CO_FUNDED), _mediation("30.00", "≥98%", SATISFACTION)),
        "2025-02-10",
    ),
)
EVALUATIONS = (
    Evaluation(
        "justice_2024_evaluation.html",
        2024,
        JUSTICE,
        (
            Evaluated(
                "法律援助案件办理经费",
                ("120.00", "126.00", "122.85"),
                "96",
                (
                    (QUANTITY, "法律援助案件办理数（件）", "≥400", "436", "30", "30"),
                    (QUALITY, "案件质量合格率", "≥95%", "98.2%", "20", "20"),
                    (TIMELINESS, "受理审查时限", "不超过5个工作日", "4个工作日", "20", "20"),
                    (SATISFACTION, "受援人满意度", "≥90%", "88%", "20", "17"),
                ),
            ),
            Evaluated(
                "人民调解工作经费",
                ("36.50", "36.50", "36.50"),
                "100",
                (
                    (QUANTITY, "矛盾纠纷排查次数", "每季度不少于1次", "每季度1次", "30", "30"),
                    (QUALITY, "调解成功率", "≥95%", "95.4%", "30", "30"),
                    (SATISFACTION, "当事人满意度", "≥90%", "93%", "30", "30"),
                ),
            ),
        ),
        "2025-03-20",
    ),
)


def money(amount: Decimal | str) -> str:
    """``1,234.50``; nothing for nothing."""
    return f"{Decimal(amount):,.2f}" if amount not in ("", Decimal(0)) else ""


def rows(document: Document) -> list[list[str]]:
    """The table as printed: title, caption, header, 合计, the unit and its projects, indented."""
    total = sum(project.total for project in document.projects)
    fiscal = sum(Decimal(project.fiscal) for project in document.projects)
    sums = [money(total), money(fiscal), "", money(total - fiscal), "", ""]
    caption = f"部门名称：{document.department}    填报日期：{document.day}"
    table = [[TITLE.format(year=document.year), *[""] * 6], [caption, *[""] * 5, "单位：万元"]]
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


def evaluation_html(evaluation: Evaluation) -> bytes:
    """A page with one form a project, of the national pattern (财预〔2020〕10号)."""
    title = f"{evaluation.year}年度项目支出绩效自评表"
    forms = "\n<hr>\n".join(_form(title, evaluation, project) for project in evaluation.projects)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n<body>\n{forms}\n</body></html>\n'.encode()


def _form(title: str, evaluation: Evaluation, project: Evaluated) -> str:
    """Money by stage, then each indicator's target as restated beside what was reached; a number of columns before a text spans them."""
    budget, adjusted, executed = project.money
    rate = f"{Decimal(executed) / Decimal(adjusted):.2%}"
    sums = (budget, adjusted, executed, "10", rate, "10")
    goal = ("预期目标", "实际完成情况"), ("按计划完成各项工作。", "各项工作均已完成。")
    lines: list[list[tuple[int, str]]] = [
        [(1, "项目名称"), (8, project.name)],
        [(1, "主管部门"), (3, evaluation.department), (1, "实施单位"), (4, evaluation.department)],
        [(1, "项目资金（万元）"), *((1, text) for text in ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")), (1, "")],
        *([(1, ""), (1, label), *((1, text) for text in sums), (1, "")] for label in ("年度资金总额", "其中：当年财政拨款")),
        *([(1, "年度总体目标"), (4, left), (4, right)] for left, right in goal),
        [(1, text) for text in ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")] + [(2, "偏差原因分析及改进措施")],
    ]
    for (level1, level2), name, target, actual, weight, score in project.indicators:
        plain = (level1.partition("-")[2], level2.partition("-")[2], name, target, actual, weight, score)
        lines.append([*((1, text) for text in plain), (2, "")])
    lines.append([(6, "总分"), (1, project.score), (2, "")])
    rows = [f'<tr><td colspan="9">{title}</td></tr>', f'<tr><td colspan="9">填报日期：{evaluation.day}</td></tr>']
    rows += ["<tr>" + "".join(f'<td colspan="{span}">{_html(text)}</td>' for span, text in line) + "</tr>" for line in lines]
    return "<table border=1>\n" + "\n".join(rows) + "\n</table>"


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


def as_ods(document: Document) -> bytes:
    """An OpenDocument spreadsheet, amounts as numbers."""
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in names.items())
    lines = "".join(
        "<table:table-row>" + "".join(_ods_cell(text, 1 <= column <= 4 and number > 3) for column, text in enumerate(row)) + "</table:table-row>"
        for number, row in enumerate(rows(document), 1)
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="Sheet1">{lines}</table:table></office:spreadsheet></office:body>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = "".join(f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{what}"/>' for path, what in ODS_PARTS.items())
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{listed}</manifest:manifest>'
    content = f'<office:document-content {spaces} office:version="1.2">{body}</office:document-content>'
    return archive({"META-INF/manifest.xml": manifest, "content.xml": content}, first={"mimetype": kind})


ODS_PARTS = {"/": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "text/xml"}


def _ods_cell(text: str, number: bool) -> str:
    if not text:
        return "<table:table-cell/>"
    indent = len(text) - len(text.lstrip())
    shown = f'<text:p>{f"""<text:s text:c="{indent}"/>""" if indent else ""}{escape(text.strip())}</text:p>'
    kind = f'office:value-type="float" office:value="{text.replace(",", "")}"' if number else 'office:value-type="string"'
    return f"<table:table-cell {kind}>{shown}</table:table-cell>"


def as_pdf(document: Document) -> bytes:
    """One page, ruled, in a font that every reader of PDF has for Chinese (not embedded)."""
    title, caption, *body = rows(document)
    text = _Page()
    text.write(PDF_LEFT, PDF_TOP, title[0], 12)
    text.write(PDF_LEFT, PDF_TOP - 20, caption[0], PDF_SIZE)
    text.write(PDF_EDGES[6], PDF_TOP - 20, caption[6], PDF_SIZE)
    y = PDF_TOP - 28
    for row in body:
        cells = [_wrapped(cell, right - left - 6) for cell, left, right in zip(row, PDF_EDGES, PDF_EDGES[1:], strict=False)]
        height = 6 + PDF_LEAD * max(1, *map(len, cells))
        for lines, left, right in zip(cells, PDF_EDGES, PDF_EDGES[1:], strict=False):
            text.box(left, y - height, right - left, height)
            for number, line in enumerate(lines):
                text.write(left + 3, y - PDF_LEAD * (number + 1), line, PDF_SIZE)
        y -= height
    return text.file()


PDF_SIZE, PDF_LEAD, PDF_LEFT, PDF_TOP = 8, 11, 40, 540
PDF_EDGES = (40, 150, 210, 270, 330, 390, 530, 800)  # A4, across


def _wrapped(text: str, width: float) -> list[str]:
    """A cell's text in lines that fit: Chinese characters are as wide as high, others half of it."""
    lines, left = [""], width
    for character in text:
        wide = PDF_SIZE if ord(character) > 0x2000 else PDF_SIZE / 2
        if wide > left:
            lines.append("")
            left = width
        lines[-1] += character
        left -= wide
    return lines


class _Page:
    """What is drawn on a PDF's one page."""

    def __init__(self) -> None:
        self.drawn: list[str] = ["0.5 w"]

    def write(self, x: float, y: float, text: str, size: int) -> None:
        if text:
            self.drawn.append(f"BT /F {size} Tf {x:g} {y:g} Td <{text.encode('utf-16-be').hex()}> Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.drawn.append(f"{x:g} {y:g} {width:g} {height:g} re S")

    def file(self) -> bytes:
        """The whole document."""
        stream = "\n".join(self.drawn).encode("ascii")
        font = "<< /Type /Font /BaseFont /STSong-Light"
        system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        widths = "/DW 1000 /W [1 94 500 814 939 500]"
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            f"{font} /Subtype /Type0 /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>".encode(),
            f"{font} /Subtype /CIDFontType0 {system} {widths} /FontDescriptor 7 0 R >>".encode(),
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
            b"/CapHeight 880 /StemV 93 >>",
        ]
        out, places = io.BytesIO(b"%PDF-1.4\n"), []
        out.seek(0, io.SEEK_END)
        for number, content in enumerate(objects, 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        table = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
        out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
        out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
        return out.getvalue()


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


def archive(parts: dict[str, str], first: dict[str, str] | None = None) -> bytes:
    """A zip of XML parts (``first``: of parts as they are, before them) whose bytes depend on nothing but the parts: stored, dated 1980."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        xml = {name: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text for name, text in parts.items()}
        for name, text in {**(first or {}), **xml}.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3  # on every system, as made on Unix
            file.writestr(entry, text)
    return made.getvalue()


WRITERS = {".csv": as_csv, ".html": as_html, ".xlsx": as_xlsx, ".docx": as_docx, ".ods": as_ods, ".pdf": as_pdf}


def samples() -> dict[str, bytes]:
    """Every sample by its file name."""
    tables = {document.file: WRITERS[Path(document.file).suffix](document) for document in DOCUMENTS}
    return tables | {evaluation.file: evaluation_html(evaluation) for evaluation in EVALUATIONS}


def main(folder: str = "") -> None:
    """Write the samples into ``folder`` (``samples/`` beside this script's folder)."""
    target = Path(folder) if folder else Path(__file__).resolve().parent.parent / "samples"
    target.mkdir(parents=True, exist_ok=True)
    for name, data in samples().items():
        (target / name).write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:2])
