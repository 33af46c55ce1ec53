"""The documents that a caller names, each opened once, with what is claimed of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.extract.sources import Source, find
from etl.finding import Refused
from etl.manifest import ManifestRow, read_manifest
from etl.options import Options
from etl.settings import Settings
from etl.transform.statement import Claim


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
