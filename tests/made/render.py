"""A made document in the formats that need nothing but Python: workbook, web page, web page named .xls, Word, comma-separated."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html import escape

import docx
import openpyxl
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tests.made.model import Break, Day, Made, Num, Sheet, Table


def xlsx(made: Made) -> bytes:
    """A workbook; the blocks stand below one another with a blank row between, numbers and dates are stored as such."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    named, row, cached = False, 1, dict[tuple[str, str], str]()
    for block in made.blocks:
        if isinstance(block, Sheet):
            sheet = book.create_sheet(block.name) if named else sheet
            sheet.title, named, row = block.name, True, 1
            sheet.sheet_state = "hidden" if block.hidden else "visible"
        elif isinstance(block, Table):
            _put(sheet, block, row, cached)
            row += len(block.rows) + 1
        elif isinstance(block, str):
            sheet.cell(row, 1, block)
            row += 1
    out = io.BytesIO()
    book.save(out)
    return _with_cached(out.getvalue(), book.sheetnames, cached)


THIN = Side(style="thin")


def _print_setup(sheet: Worksheet, table: Table) -> None:
    """What a person would set before printing: landscape, one page wide, columns by their texts."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    for c in range(table.cols):
        longest = max((len(table.text(r, c)) for (r, at), span in table.spans().items() if at == c and span[1] == 1), default=4)
        letter = get_column_letter(c + 1)
        before = sheet.column_dimensions[letter].width if letter in sheet.column_dimensions else 8
        sheet.column_dimensions[letter].width = max(before, min(2.2 * longest, 34))


def _row_heights(sheet: Worksheet, table: Table, top: int) -> None:
    """Rows high enough for their texts; a merged cell that needs more gives it to its last row."""
    widths = [sheet.column_dimensions[get_column_letter(c + 1)].width for c in range(table.cols)]
    heights = [1] * len(table.rows)
    for (r, c), (rowspan, colspan) in sorted(table.spans().items(), key=lambda item: item[1][0]):
        room = sum(widths[c : c + colspan]) / 2.2
        lines = sum(max(1, -(-len(line) // max(1, int(room)))) for line in table.text(r, c).split("\n"))
        heights[r + rowspan - 1] += max(0, lines - sum(heights[r : r + rowspan]))
    for r, lines in enumerate(heights):
        sheet.row_dimensions[top + r].height = min(400, 14 * lines + 3)


def _put(sheet: Worksheet, table: Table, top: int, cached: dict[tuple[str, str], str]) -> None:
    _print_setup(sheet, table)
    _row_heights(sheet, table, top)
    for r in range(len(table.rows)):
        for c in range(table.cols):
            sheet.cell(top + r, c + 1).border = Border(THIN, THIN, THIN, THIN)
            sheet.cell(top + r, c + 1).alignment = Alignment(wrap_text=True, vertical="center")
    for (r, c), (rowspan, colspan) in table.spans().items():
        text = table.text(r, c)
        cell = sheet.cell(top + r, c + 1)
        if isinstance(text, Num):
            cell.value, cell.number_format = (f"={text.formula}", text.format) if text.formula else (float(text.number), text.format)
            if text.formula:
                cached[sheet.title, cell.coordinate] = f"{text.number:f}"
        elif isinstance(text, Day):
            cell.value, cell.number_format = text.day, text.format
        elif text:
            cell.value, cell.data_type = text, "s"  # never a formula, whatever it begins with
        if rowspan * colspan > 1:
            sheet.merge_cells(start_row=top + r, start_column=c + 1, end_row=top + r + rowspan - 1, end_column=c + colspan)
    for r in table.hidden_rows:
        sheet.row_dimensions[top + r].hidden = True
    for c in table.hidden_cols:
        sheet.column_dimensions[get_column_letter(c + 1)].hidden = True


def _with_cached(data: bytes, sheets: list[str], cached: dict[tuple[str, str], str]) -> bytes:
    """The workbook with each formula's value, which openpyxl does not write."""
    if not cached:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if found:
                title, text = sheets[int(found[1]) - 1], part.decode()
                for (sheet, at), value in cached.items():
                    if sheet == title:
                        text = re.sub(rf'(<c r="{at}"[^>]*><f>[^<]*</f>)<v ?/?>(</v>)?', rf"\g<1><v>{value}</v>", text)
                part = text.encode()
            new.writestr(name, part)
    return out.getvalue()


STYLE = "table{border-collapse:collapse;width:100%}td{border:1px solid #000;font-size:10px}"


def html(made: Made, encoding: str = "utf-8") -> bytes:
    """A web page."""
    parts = [f"<html><head><meta charset='{encoding}'><style>{STYLE}</style></head><body>"]
    for block in made.blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
        elif isinstance(block, Table):
            parts.append(_html_table(block))
        elif isinstance(block, Break):
            parts.append("<div style='page-break-after:always'></div>")
    return ("\n".join(parts) + "</body></html>").encode(encoding, "xmlcharrefreplace")


def _html_table(table: Table) -> str:
    spans, parts = table.spans(), ["<table>"]
    for r in range(len(table.rows)):
        parts.append("<tr>")
        for c in range(table.cols):
            if (r, c) in spans:
                rowspan, colspan = spans[r, c]
                more = (f" rowspan={rowspan}" if rowspan > 1 else "") + (f" colspan={colspan}" if colspan > 1 else "")
                text = re.sub(r"^ +", lambda found: "&nbsp;" * len(found[0]), escape(table.text(r, c))).replace("\n", "<br>")
                parts.append(f"<td{more}>{text}</td>")
        parts.append("</tr>")
    return "".join([*parts, "</table>"])


def word(made: Made) -> bytes:
    """A Word document; merged cells merged, landscape so that wide tables fit."""
    out = docx.Document()
    section = out.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    for block in made.blocks:
        if isinstance(block, str):
            out.add_paragraph(block)
        elif isinstance(block, Break):
            out.add_page_break()
        elif isinstance(block, Table):
            _word_table(out, block)
            out.add_paragraph("")
    data = io.BytesIO()
    out.save(data)
    return data.getvalue()


def _word_table(out: docx.document.Document, block: Table) -> None:
    table = out.add_table(len(block.rows), block.cols, style="Table Grid")
    grid = [list(row.cells) for row in table.rows]
    for (r, c), (rowspan, colspan) in block.spans().items():
        cell = grid[r][c]
        if rowspan * colspan > 1:
            cell = cell.merge(grid[r + rowspan - 1][c + colspan - 1])
        text = block.text(r, c)
        if text:
            cell.text = text


def csv_text(made: Made) -> bytes:
    """Comma-separated, a merged cell's text at its top left."""
    out = io.StringIO()
    writer = csv.writer(out)
    for block in made.blocks:
        if isinstance(block, str):
            writer.writerow([block])
        elif isinstance(block, Table):
            writer.writerows(
                [
                    [block.text(r, c) if block.rows[r][c : c + 1] not in ([None], ["^"]) else "" for c in range(block.cols)]
                    for r in range(len(block.rows))
                ]
            )
    return out.getvalue().encode("utf-8-sig")
