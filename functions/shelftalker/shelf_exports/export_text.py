"""The text of an export as people have the file: packed or not, in any encoding, with any line endings."""

import gzip
import io
import zipfile
import zlib
from io import BufferedIOBase
from typing import IO, NamedTuple

from shelftalker.repairs.encodings import decode_line, encoding_of, encoding_of_lines


class ExportFileConfig(NamedTuple):
    """Limits of an export's file.

    Attributes:
        most_bytes: Most bytes of the unpacked text, of all tables of an archive together. An export of 10,000 books
            with reviews has about 10 MB; one that unpacks to more than this is no reader's.
        table_endings: Endings of the members of a zip archive that may be tables, in lower case.
        other_kinds: First bytes of kinds of files that hold no text, with the name of the kind.
        sampled_letters: Letters at the beginning by which what is no text at all is known.
        most_controls: Most control characters among them, as a share; a review may hold one that was pasted into it,
            random bytes have a tenth.
    """

    most_bytes: int = 200_000_000
    table_endings: tuple[str, ...] = (".csv", ".tsv", ".txt", ".tab")
    other_kinds: tuple[tuple[bytes, str], ...] = (
        (b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
        (b"\xd0\xcf\x11\xe0", "a spreadsheet's own file"), (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"),
    )  # fmt: skip
    sampled_letters: int = 2000
    most_controls: float = 0.02


EXPORT_FILE = ExportFileConfig()


class ExportError(Exception):
    """A file or text is no export that can be read; the message says what was expected, what came and what to do."""


def texts_of(name: str, content: bytes, most_bytes: int = EXPORT_FILE.most_bytes) -> dict[str, str]:
    """Return the texts in a file by name: of the file itself, gzipped or not, or of the tables in a zip archive.

    Lines end in line feeds. The kind of archive is told by the content, as browsers save files under any name.

    Args:
        name: Name of the file, for errors.
        content: Its bytes.
        most_bytes: Most bytes of all texts together, unpacked.

    Raises:
        ExportError: The file is broken, too large, or nothing that can be an export.
    """
    for beginning, kind in EXPORT_FILE.other_kinds:
        if content.startswith(beginning):
            raise ExportError(
                f"{name} is {kind}. Expected is the text that the service's export gives: CSV, or tab-delimited of "
                "LibraryThing, packed by zip or gzip or not. Export the library again and take that file."
            )
    try:
        if content.startswith(b"PK\x03\x04"):
            members = _members(name, content, most_bytes)
        elif content.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(content)) as stream:
                members = {name: _read(name, stream, most_bytes)}
        else:
            members = {name: _read(name, io.BytesIO(content), most_bytes)}
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        raise ExportError(f"{name} can't be read ({error}). Is it a whole file? Download the export again.") from error
    return {member_name: _decode(member_name, member) for member_name, member in members.items()}


def _read(name: str, stream: IO[bytes] | BufferedIOBase, most_bytes: int) -> bytes:
    """Return the bytes of a stream, of which no more are unpacked than may be."""
    content = stream.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise ExportError(
            f"{name} has more than {most_bytes:,} bytes; a reader's export has fewer. Is it the file that the service "
            "gave you?"
        )
    return content


def _members(archive_name: str, content: bytes, most_bytes: int) -> dict[str, bytes]:
    """Return the tables in a zip archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if any(name.startswith("xl/") for name in names) or "mimetype" in names:
            raise ExportError(f"{archive_name} is a spreadsheet's own file. Save it as CSV (UTF-8) and take that file.")
        tables = [
            name
            for name in names
            if name.lower().endswith(EXPORT_FILE.table_endings) and not name.startswith("__MACOSX")
        ]
        if not tables:
            raise ExportError(
                f"{archive_name} holds no table, only {', '.join(map(repr, names[:5])) or 'nothing'}. Take the file "
                f"that the service's export gave you; its name ends in {', '.join(EXPORT_FILE.table_endings)}."
            )
        members: dict[str, bytes] = {}
        for name in tables:
            with archive.open(name) as stream:
                left = most_bytes - sum(map(len, members.values()))
                members[f"{archive_name}:{name}"] = _read(archive_name, stream, left)
        return members


def _decode(name: str, content: bytes) -> str:
    """Return the text of some bytes: Unicode, with a byte order mark or without; other lines as they look like text."""
    encoding = encoding_of(content)[0]
    if encoding != "utf-8":
        text = content.decode(encoding, errors="replace")
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            # Line by line, as files that were put together from two have both encodings.
            lines = content.splitlines(keepends=True)
            other_encoding = encoding_of_lines(lines)
            text = "".join(decode_line(line, other_encoding) for line in lines)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.strip():
        raise ExportError(f"{name} is empty. Export the library again and take that file.")
    sample = text[: EXPORT_FILE.sampled_letters]
    if sum(map(_is_no_letter, sample)) > EXPORT_FILE.most_controls * len(sample):
        raise ExportError(f"{name} is no text. Export the library as CSV (LibraryThing: as tab-delimited text).")
    beginning = text.lstrip()[:15].lower()
    if beginning.startswith(("{", "[")):
        raise ExportError(f"{name} is JSON. Export the library as CSV (LibraryThing: as tab-delimited text).")
    if beginning.startswith(("<!doctype", "<html", "<?xml")):
        raise ExportError(f"{name} is a page and no export. Sign in to the service and download the export again.")
    return text


def _is_no_letter(character: str) -> bool:
    return character < " " and character not in "\t\n\f\v"
