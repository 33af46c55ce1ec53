"""Ids: hashes of natural keys (DESIGN decision 2), so that they are the same on every machine and whoever loads first.

An id is an eight-byte BLAKE2b over its parts, less the sign bit: the table's name, then the natural key, each part as its length (four bytes,
big-endian) and its UTF-8; an absent part is four bytes ``ff``. Parents are named by their ids.
"""

from __future__ import annotations

from hashlib import blake2b

PROJECT_KINDS = {"department_overall": "department_overall", "transfer_programme": "transfer_programme"}


def key(*parts: str | int | None) -> int:
    """The id of a natural key: a positive 63-bit number, the same on every machine.

    >>> key("department", "440106", "司法局")
    4018867710453966211
    """
    pieces = []
    for part in parts:
        if part is None:
            pieces.append(b"\xff\xff\xff\xff")
        else:
            text = str(part).encode("utf-8", "surrogatepass")
            pieces += (len(text).to_bytes(4, "big"), text)
    return int.from_bytes(blake2b(b"".join(pieces), digest_size=8).digest(), "big") & 0x7FFF_FFFF_FFFF_FFFF
