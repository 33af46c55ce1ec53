"""Zip packages and their XML, opened with care: office files come from strangers.

XML is parsed without entities, DTDs or network; what a package may unfold to is bounded before a byte of it is unfolded.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any

from lxml import etree

from etl.finding import Refused

MAX_PARTS = 20_000
MAX_UNFOLDED = 256 * 1024 * 1024
"""Bytes that the parts read of one package may unfold to; the largest real workbook seen unfolds to under 10 MB."""

_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": True}


class Package:
    """The parts of an office file (a zip), by name; names are matched without regard to case, as Office does."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, OverflowError) as error:
            raise Refused("damaged_file", found=f"zip: {error}") from error
        if len(parts) > MAX_PARTS:
            raise Refused("too_large", found=f"{len(parts)} zip entries", expected=f"{MAX_PARTS}")
        self._parts = {part.filename.lstrip("/").lower(): part for part in parts}
        self._left = MAX_UNFOLDED

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._parts

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._parts)

    def open(self, name: str) -> IO[bytes]:
        """A part as a stream. Refused where it is missing, encrypted, or the package would unfold to too much."""
        part = self._parts.get(name.lstrip("/").lower())
        if part is None:
            raise Refused("damaged_file", found=f"zip: no {name}")
        if part.flag_bits & 1:
            raise Refused("password_protected")
        self._left -= part.file_size
        if self._left < 0:
            raise Refused("too_large", found=f"> {MAX_UNFOLDED // 2**20} MB unzipped", expected=f"{MAX_UNFOLDED // 2**20} MB")
        try:
            return self._zip.open(part)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
            raise Refused("damaged_file", found=f"zip: {error}") from error

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        with self.open(name) as stream:
            try:
                return stream.read()
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
                raise Refused("damaged_file", found=f"{name}: {error}") from error

    def tree(self, name: str) -> Any:
        """The root element of an XML part."""
        return parse(self.read(name))

    def walk(self, name: str, tags: tuple[str, ...]) -> Iterator[Any]:
        """The elements of an XML part with the given local names, each as soon as it is closed; it is emptied when the next is asked for."""
        first = True
        with self.open(name) as stream:
            try:
                for _, element in etree.iterparse(stream, tag=[f"{{*}}{tag}" for tag in tags], **_OPTIONS):
                    if first:
                        _no_entities(element)
                        first = False
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
                raise Refused("damaged_file", found=f"{name}: {error}") from error

    def relations(self, part: str) -> dict[str, str]:
        """The relations of a part: id → name of the part it points to (inside the package only)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        found = {}
        for relation in self.tree(rels).iter("{*}Relationship"):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return found


def parse(data: bytes) -> Any:
    """The root element of an XML document; Refused where it is not well-formed."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_OPTIONS, remove_comments=True, remove_pis=True))  # type: ignore[arg-type]
    except (etree.XMLSyntaxError, ValueError) as error:
        if "Excessive depth" in str(error):
            raise Refused("nesting_too_deep", found="> 2048", expected="2048") from error
        raise Refused("damaged_file", found=f"XML: {error}") from error
    if root is None:
        raise Refused("damaged_file", found="XML: empty")
    _no_entities(root)
    return root


def _no_entities(element: Any) -> None:
    """Office files never declare entities; one that does hides text in them or means harm."""
    if element.getroottree().docinfo.doctype:
        raise Refused("damaged_file", found="XML: DOCTYPE")


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments and instructions."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace (strict and transitional files differ only there)."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return None
