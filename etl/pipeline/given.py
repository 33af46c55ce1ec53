"""The documents that a caller names, each opened once, with what is claimed of it; those of an archive one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.extract import archives
from etl.extract.remote import Fetcher
from etl.extract.sources import Address, AnySource, Kept, Source, address, find, printable, real
from etl.finding import Refused
from etl.load.named import Confirmed, Expected, Listed, Named, Succession
from etl.manifest import (
    LinkRow,
    ManifestError,
    ManifestRow,
    RosterRow,
    SuccessionRow,
    manifest_rows,
    read_corrections,
    read_links,
    read_manifest,
    read_roster,
    read_succession,
)
from etl.messages import say
from etl.options import Options
from etl.pipeline.corrections import Correction, about
from etl.settings import Settings
from etl.transform.names.departments import department
from etl.transform.names.projects import project_name
from etl.transform.statement import Claim

FIRST_YEAR = 2000  # before any performance target was published


@dataclass(slots=True)
class Item:
    """A document on its way: its bytes and their hash, or why it could not be opened (then the hash is of its name, so that it has an id).

    ``again``: it comes from the store. ``read_again``: it is loaded and is read although it is; the number of the reading that counts.
    """

    name: str
    claim: Claim
    data: bytes
    sha256: str
    byte_size: int
    refused: Refused | None = None
    again: bool = False
    read_again: int | None = None


class Given:
    """The documents of paths, addresses and a manifest.

    Without a path a manifest names the documents itself; an address in it is fetched unless its file is there. Raises UsageProblem for a path that
    does not exist or a manifest that cannot be read.
    """

    def __init__(self, paths: Sequence[str], options: Options, settings: Settings) -> None:
        self.options, self.home = options, settings.home
        self.named = bool(paths) or options.manifest is not None
        self.largest = settings.max_file_mb * 2**20
        self.fetcher = Fetcher(settings.home, self.largest, settings.download_tries, settings.download_seconds)
        self.manifest = read_manifest(options.manifest) if options.manifest else {}
        self.addresses = _by_address(options.manifest) if options.manifest else {}
        beside = [path for path in (options.manifest, options.roster, options.succession, options.links, options.corrections) if path]
        self.roster = [_expected(row) for row in read_roster(options.roster)] if options.roster else None
        self.successions = [_succession(row) for row in read_succession(options.succession)] if options.succession else None
        self.links = [_confirmed(row, options.links) for row in read_links(options.links)] if options.links else None
        self.corrections = _corrections(options.corrections) if options.corrections else []
        self.sources: list[AnySource] = []
        for source in find(paths, max_file_mb=settings.max_file_mb, skip=beside, fetcher=self.fetcher):
            row = self.addresses.get(source.url) if isinstance(source, Address) else None
            self.sources.append(address(source.url, self.fetcher, row.sha256) if isinstance(source, Address) and row else source)
        self.sources += self._listed(bool(paths))
        self.claims: dict[str, Claim] = {}
        self.found: Callable[[int], None] = lambda more: None

    def _listed(self, paths_given: bool) -> Iterator[AnySource]:
        """What a manifest names beside the paths: its own paths where the caller gave none, and addresses whose file is not there."""
        if not self.manifest and not self.addresses:
            return
        there = {_key(source) for source in self.sources}
        for path, row in self.manifest.items():
            inside = "!" in str(path) and not path.exists()
            if row.url is None and not paths_given and not inside and str(path) not in there:
                yield Source(printable(path), path, self.largest)
        for url, row in self.addresses.items():
            if url in there or (row.path is not None and str(row.path) in there) or "!" in url.rpartition("/")[2]:
                continue
            if row.path is not None and row.path.exists():
                if not paths_given:
                    yield Source(printable(row.path), row.path, self.largest)
                continue
            yield address(url, self.fetcher, row.sha256)

    def corrections_of(self, item: Item) -> tuple[Correction, ...]:
        """What a steward's file says of a document."""
        return about(self.corrections, item.name, item.sha256) if self.corrections else ()

    def take_again(self, documents: Sequence[tuple[str, str, Claim]]) -> None:
        """Add documents on record, by name, hash and claim: they are read from the store, known or not."""
        for name, sha256, claim in documents:
            self.sources.append(Kept(name, sha256, self.home))
            self.claims[sha256] = claim

    def items(self) -> Iterator[Item]:
        """Each document in the order given."""
        for source in self.sources:
            yield from self._opened(source)

    def _opened(self, source: AnySource) -> Iterator[Item]:
        """The documents of a source: itself, or those of an archive."""
        key = _key(source) if self.manifest or self.addresses else ""  # of ten thousand files the resolved paths take their time
        row = self._row(key)
        again = isinstance(source, Kept)
        claim = self.claims[source.sha256] if isinstance(source, Kept) else self._claim(row, source.file_name)
        try:
            data = source.read()
            _verify(data, row.sha256)
        except Refused as reason:
            yield _item(source.name, claim, b"", reason, source.sha256 if isinstance(source, Kept) else None)
            return
        try:
            inside = archives.members(data, self.largest, source.name) if archives.is_archive(data) else None
        except Refused as reason:
            yield _item(source.name, claim, data, reason)
            return
        if inside is None:
            yield _item(source.name, claim, data, again=again)
            return
        del data
        yield from self._inside(inside, source.name, key, row)

    def _inside(self, inside: Iterator[archives.Member], name: str, key: str, above: ManifestRow) -> Iterator[Item]:
        """The documents of an archive; a row of the manifest about one of them wins over the row about the archive."""
        for count, member in enumerate(inside):
            if count:
                self.found(1)
            own = self._row(f"{key}!{member.path}")
            claim = self._claim(own if own.line else above, member.path.replace("!", "/").rpartition("/")[2])
            refused = member.refused
            try:
                _verify(member.data, own.sha256 if refused is None else None)
            except Refused as reason:
                refused = reason
            yield _item(f"{name}!{member.path}", claim, b"" if refused else member.data, refused)

    def _row(self, key: str) -> ManifestRow:
        return self.addresses.get(key) or self.manifest.get(Path(key)) or ManifestRow(0)

    def _claim(self, row: ManifestRow, file_name: str) -> Claim:
        """What the manifest, else the caller, says of a document."""
        options = self.options
        return Claim(
            file_name=file_name,
            fiscal_year=row.fiscal_year or options.year,
            fiscal_year_from="manifest" if row.fiscal_year else "caller",
            department=row.department or options.department,
            department_from="manifest" if row.department else "caller",
            region_code=row.region_code or options.region,
            money_unit=row.money_unit or options.money_unit,  # type: ignore[arg-type]
            kind=row.kind,  # type: ignore[arg-type]
            published_on=row.published_on,
        )


def _key(source: AnySource) -> str:
    """By what a manifest knows a source: its resolved path or its address."""
    if isinstance(source, Source):
        return str(real(source.path))
    return source.url if isinstance(source, Address) else source.sha256


def _item(name: str, claim: Claim, data: bytes, refused: Refused | None = None, sha256: str | None = None, *, again: bool = False) -> Item:
    named = data or name.encode("utf-8", "surrogatepass") if refused else data
    return Item(name, claim, data, sha256 or hashlib.sha256(named).hexdigest(), len(data), refused, again)


def _verify(data: bytes, expected: str | None) -> None:
    if expected and (found := hashlib.sha256(data).hexdigest()) != expected:
        raise Refused("hash_mismatch", found=found, expected=expected)


def _by_address(manifest: Path) -> dict[str, ManifestRow]:
    """The rows of a manifest that name an address, by it."""
    rows: dict[str, ManifestRow] = {}
    for row in manifest_rows(manifest):
        if row.url is None:
            continue
        if row.url in rows:
            raise ManifestError(say("manifest.twice", file=manifest, line=row.line, found=row.url, first=rows[row.url].line))
        rows[row.url] = row
    return rows


def _corrections(path: Path) -> list[tuple[str, Correction]]:
    """The rows of a file of corrections, each with its document."""
    return [(row.document, Correction(row.place, row.expected, row.corrected, row.reason, path.name, row.line)) for row in read_corrections(path)]


def _expected(row: RosterRow) -> Expected:
    """A row of the roster with its department taken apart. A row without a first year holds from the first year there is."""
    return Expected(_named(row.department, row.region_code), row.function_key, row.kind, row.first_year or FIRST_YEAR, row.last_year)


def _succession(row: SuccessionRow) -> Succession:
    of, to = _named(row.from_department, row.from_region_code), _named(row.to_department, row.to_region_code)
    return Succession(of, to, row.effective_year, row.change, row.source)


def _confirmed(row: LinkRow, path: Path) -> Confirmed:
    """A steward's link with its names taken apart. Raises ManifestError where both names already are one project."""
    kind = row.kind or "project_targets"
    of = _listed(row.from_department, row.from_region_code, row.from_project, kind)
    later = (row.to_department, row.to_region_code) if row.to_department else (row.from_department, row.to_region_code or row.from_region_code)
    to = _listed(*later, row.to_project, kind)
    if of.project_id == to.project_id:
        raise ManifestError(say("manifest.one_project", file=path, line=row.line, found=row.to_project))
    return Confirmed(of, to, row.effective_year, row.reason)


def _listed(owner: str, region_code: str | None, name: str, kind: str) -> Listed:
    return Listed(_named(owner, region_code), kind, name, project_name(name, owner=department(owner, region_code=region_code)).stem)


def _named(name: str, region_code: str | None) -> Named:
    read = department(name, region_code=region_code)
    return Named(read.region_code, read.key, read.name, read.function)
