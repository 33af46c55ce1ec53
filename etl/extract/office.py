"""Old Word files (doc, rtf, odt) become docx through LibreOffice, where it is installed: no library reads their tables well.

LibreOffice runs in a folder of its own that is gone afterwards, with a profile of its own (no macros, no recovery), and within a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from etl.extract import sniff
from etl.finding import Refused

SECONDS = 50
_ENDINGS = {sniff.DOC: "doc", sniff.RTF: "rtf", sniff.ODT: "odt"}
_USUAL = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def soffice() -> str | None:
    """The LibreOffice command, or None where it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((path for path in _USUAL if os.access(path, os.X_OK)), None)


def to_docx(data: bytes, kind: str) -> bytes:
    """The document as docx. Raises Refused: doc_needs_libreoffice, read_timeout, damaged_file."""
    command = soffice()
    ending = _ENDINGS[kind]
    if command is None:
        raise Refused("doc_needs_libreoffice", found=f".{ending}")
    with tempfile.TemporaryDirectory(prefix="jixiao-office-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"document.{ending}")
        source.write_bytes(data)
        _run([
            command, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore", "--nologo", "--nodefault",
            "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source),
        ])  # fmt: skip
        made = Path(folder, "document.docx")
        if not made.exists():
            raise Refused("damaged_file", found=f"LibreOffice: .{ending}")
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Run LibreOffice to its end, or end it and all it started."""
    own_group = os.name == "posix" and os.getpgrp() != os.getpid()  # a reading child leads a group already, and is ended with it
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=own_group)
    try:
        process.wait(SECONDS)
    except BaseException as error:
        if own_group:
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise Refused("read_timeout", expected=str(SECONDS)) from error
        raise
