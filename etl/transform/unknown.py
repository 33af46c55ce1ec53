"""What the vocabulary does not know: headers and labels, each reported once with a row ready to paste into ``labels.csv``."""

from __future__ import annotations

from etl.transform import words as vocabulary
from etl.transform.forms import Form
from etl.transform.header import Column, Header
from etl.transform.table import words

LABEL_LENGTH = 20  # longer texts are no labels


def report_unknown(form: Form) -> None:
    """Report the unknown headers and labels of a form; the cells that stand under or beside them are reported with them, not one by one."""
    for header, stop in zip(form.headers, [*(after.first for after in form.headers[1:]), form.end], strict=False):
        for column in header.columns:
            if column.field == "unknown" and not _known_above(column):
                _report_column(form, header, column, stop)
    for row in range(form.body, form.end):
        own = [cell for cell in form.table.own(row) if not form.ledger.seen(cell)]
        for cell in own:
            text = words(cell)
            beside = form.table.at(row, cell.col + cell.colspan)
            if form.ledger.seen(cell) or beside is None or beside not in own or len(text) > LABEL_LENGTH or any(char.isdigit() for char in text):
                continue
            form.ledger.report("unknown_label", cell, found=text, expected=f"form_field,{vocabulary.normal(text)},row,")
            form.ledger.reported(beside)


def _known_above(column: Column) -> bool:
    return any(vocabulary.level(text, 1) or vocabulary.level(text, 2) for text in (words(column.cell), *column.parents))


def _report_column(form: Form, header: Header, column: Column, stop: int) -> None:
    label = words(column.cell)
    below = [
        cell
        for row in range(header.last, stop)
        for cell in form.table.own(row)
        if column.start <= cell.col < column.end and cell.colspan <= column.end - column.start and not form.ledger.seen(cell)
    ]
    if not below or not label or column.start < min(other.start for other in header.columns if other.field not in ("unknown", "block")):
        return
    form.ledger.report("unknown_header", column.cell, found=label, expected=f"explanation,{vocabulary.normal(label)},column,")
    for cell in below:
        form.ledger.reported(cell)
