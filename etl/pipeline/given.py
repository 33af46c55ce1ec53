"""The documents that a caller names, each opened once, with what is claimed of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.extract.sources import Source, find
from etl.finding import Refused
from etl.load.companions import Expected, Named, Succession
from etl.manifest import ManifestRow, RosterRow, SuccessionRow, read_manifest, read_roster, read_succession
from etl.options import Options
from etl.settings import Settings
from etl.transform.names.departments import department
from etl.transform.statement import Claim

FIRST_YEAR = 2000  # before any performance target was published


@dataclass(slots=True)
class Item:
    """A document on its way: its bytes and their hash, or why it could not be opened (then the hash is of its name, so that it has an id)."""

    source: Source
    claim: Claim
    data: bytes
    sha256: str
    byte_size: int
    refused: Refused | None = None


class Given:
    """The documents of paths. Raises UsageProblem for a path that does not exist or a manifest that cannot be read."""

    def __init__(self, paths: Sequence[str], options: Options, settings: Settings) -> None:
        self.options = options
        self.manifest = read_manifest(options.manifest) if options.manifest else {}
        beside = [path for path in (options.manifest, options.roster, options.succession) if path]
        self.roster = [_expected(row) for row in read_roster(options.roster)] if options.roster else None
        self.successions = [_succession(row) for row in read_succession(options.succession)] if options.succession else None
        self.sources = list(find(paths, max_file_mb=settings.max_file_mb, skip=beside))

    def items(self) -> Iterator[Item]:
        """Each document in the order given."""
        for source in self.sources:
            data, refused = b"", None
            try:
                data = source.read()
            except Refused as reason:
                refused = reason
            named = data if refused is None else source.name.encode("utf-8", "surrogatepass")
            yield Item(source, self.claim(source), data, hashlib.sha256(named).hexdigest(), len(data), refused)

    def claim(self, source: Source) -> Claim:
        """What the manifest, else the caller, says of a document."""
        row = self.manifest.get(source.path.resolve()) or ManifestRow(0)
        options = self.options
        return Claim(
            file_name=source.path.name,
            fiscal_year=row.fiscal_year or options.year,
            fiscal_year_from="manifest" if row.fiscal_year else "caller",
            department=row.department or options.department,
            department_from="manifest" if row.department else "caller",
            region_code=row.region_code or options.region,
            money_unit=row.money_unit or options.money_unit,  # type: ignore[arg-type]
            kind=row.kind,  # type: ignore[arg-type]
            published_on=row.published_on,
        )


def _expected(row: RosterRow) -> Expected:
    """A row of the roster with its department taken apart. A row without a first year holds from the first year there is."""
    return Expected(_named(row.department, row.region_code), row.function_key, row.kind, row.first_year or FIRST_YEAR, row.last_year)


def _succession(row: SuccessionRow) -> Succession:
    of, to = _named(row.from_department, row.from_region_code), _named(row.to_department, row.to_region_code)
    return Succession(of, to, row.effective_year, row.change, row.source)


def _named(name: str, region_code: str | None) -> Named:
    read = department(name, region_code=region_code)
    return Named(read.region_code, read.key, read.name, read.function)
