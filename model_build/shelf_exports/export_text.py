"""The text of an export as people have the file: packed or not, in any encoding, with any line endings."""

import gzip
import io
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.formats.text_lines import decode_line, encoding_of


class ExportFileConfig(NamedTuple):
    """Limits of an export's file.

    Attributes:
        most_bytes: Most bytes of the unpacked text. An export of 10,000 books with reviews has about 10 MB; one that
            unpacks to more than this is no reader's.
        table_endings: Endings of the members of a zip archive that may be tables, in lower case.
    """

    most_bytes: int = 200_000_000
    table_endings: tuple[str, ...] = (".csv", ".tsv", ".txt", ".tab")


EXPORT_FILE = ExportFileConfig()


def texts_of(path: Path) -> dict[str, str]:
    """Return the texts in a file by name: of the file itself, gzipped or not, or of the tables in a zip archive.

    Lines end in line feeds. The kind of archive is told by the content, as browsers save files under any name.

    Raises:
        DatasetError: The file is missing, broken, too large, or nothing that can be an export.
    """
    try:
        content = _read(path)
        if content.startswith(b"PK\x03\x04"):
            members = _members(path, content)
        elif content.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(content)) as stream:
                members = {str(path): stream.read(EXPORT_FILE.most_bytes + 1)}
        else:
            members = {str(path): content}
    except FileNotFoundError as error:
        raise DatasetError(f"{path} does not exist. Name the file that the service's export gave you.") from error
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        raise DatasetError(f"{path} can't be read ({error}). Is it a whole file? Download the export again.") from error
    for name, member in members.items():
        if len(member) > EXPORT_FILE.most_bytes:
            raise DatasetError(
                f"{name} has more than {EXPORT_FILE.most_bytes:,} bytes; a reader's export has fewer. Is it the file "
                "that the service gave you?"
            )
    return {name: _decode(name, member) for name, member in members.items()}


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(EXPORT_FILE.most_bytes + 1)


def _members(path: Path, content: bytes) -> dict[str, bytes]:
    """Return the tables in a zip archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if any(name.startswith("xl/") for name in names) or "mimetype" in names:
            raise DatasetError(f"{path} is a spreadsheet's own file. Save it as CSV (UTF-8) and name that file.")
        tables = [
            name
            for name in names
            if name.lower().endswith(EXPORT_FILE.table_endings) and not name.startswith("__MACOSX")
        ]
        if not tables:
            raise DatasetError(
                f"{path} holds no table, only {', '.join(map(repr, names[:5])) or 'nothing'}. Name the file that the "
                f"service's export gave you; its name ends in {', '.join(EXPORT_FILE.table_endings)}."
            )
        members = {}
        for name in tables:
            with archive.open(name) as stream:
                members[f"{path}:{name}"] = stream.read(EXPORT_FILE.most_bytes + 1)
        return members


def _decode(name: str, content: bytes) -> str:
    """Return the text of some bytes: Unicode, with a byte order mark or without; other lines Windows-1252."""
    encoding = encoding_of(content)[0]
    if encoding != "utf-8":
        text = content.decode(encoding, errors="replace")
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            # Line by line, as files that were put together from two have both encodings.
            text = "".join(map(decode_line, content.splitlines(keepends=True)))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    beginning = text.lstrip()[:15].lower()
    if beginning.startswith(("{", "[")):
        raise DatasetError(f"{name} is JSON. Export the library as CSV (LibraryThing: as tab-delimited text).")
    if beginning.startswith(("<!doctype", "<html", "<?xml")):
        raise DatasetError(f"{name} is a page and no export. Sign in to the service and download the export again.")
    return text
