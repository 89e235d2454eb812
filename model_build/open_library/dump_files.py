"""The files of a download of Open Library's dumps: found by name, and looked at before an hour is spent on them.

The dumps are listed at https://openlibrary.org/developers/dumps. Of each kind there may be several files, parts of one
dump: `ol_dump_editions_2026-10-31.txt.gz`, `ol_dump_editions_2026-10-31_part2.txt`.
"""

import gzip
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal, cast, get_args

from model_build.datasets.formats.table_file import DatasetError

Kind = Literal["works", "editions", "authors", "redirects", "ratings", "reading-log"]
KINDS: tuple[Kind, ...] = get_args(Kind)

TYPES: Mapping[Kind, str] = {
    "works": "/type/work",
    "editions": "/type/edition",
    "authors": "/type/author",
    "redirects": "/type/redirect",
}
# Types of records that stand for another one, or for none any more; they may be in any dump.
REDIRECT_TYPES = frozenset({"/type/redirect", "/type/delete"})
_LINES_TO_LOOK_AT = 200
_ADDRESS = "https://openlibrary.org/developers/dumps"
_NAME = re.compile(
    rf"ol_dump_({'|'.join(KINDS)})(?:[_.-](?:latest|(\d{{4}}-\d\d)(?:-\d\d)?))?(?:[_.-][\w.-]*?)?\.txt(?:\.gz)?"
)
# A dump of all types in one file, or of all revisions, which would have to be read whole for every kind.
_ALL_KINDS = re.compile(r"ol_c?dump_(?:latest|\d{4}-\d\d(?:-\d\d)?)?\.txt(?:\.gz)?")
_UNFINISHED = (".crdownload", ".part", ".partial", ".download", ".tmp", ".aria2")
_GZIP_MAGIC = b"\x1f\x8b"
# Columns before the JSON of a record, and those of a line of the readers' dumps.
_COLUMNS = {"ratings": 4, "reading-log": 4}
_RECORD_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file of a dump, plain or gzipped.

    Attributes:
        path: Its path.
        kind: The kind of its records.
        month: Year and month of its name, 2026-10; '' where the name has no date.
    """

    path: Path
    kind: Kind
    month: str = ""

    @property
    def columns(self) -> int:
        """Number of columns of a line, the last of which may be JSON."""
        return _COLUMNS.get(self.kind, _RECORD_COLUMNS)

    def open(self) -> tuple[BinaryIO, BinaryIO]:
        """Open the file: its uncompressed bytes, and the file as it is, whose position shows the progress.

        Bytes, not the name, decide if it is gzipped: some programs unpack a download and leave its name.
        """
        raw = self.path.open("rb")
        is_gzipped = raw.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
        raw.seek(0)
        return cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if is_gzipped else raw, raw


@dataclass(frozen=True, slots=True)
class Dumps:
    """The files of a folder of dumps, by kind, and sentences about what is odd but usable."""

    files: Mapping[Kind, Sequence[DumpFile]]
    warnings: Sequence[str] = ()

    @property
    def month(self) -> str:
        """The oldest month among the names of the files, '' if none has one."""
        return min((file.month for files in self.files.values() for file in files if file.month), default="")

    @classmethod
    def found_in(cls, directory: Path) -> "Dumps":
        """Find the dumps in a folder and look at the first lines of each.

        Raises:
            DatasetError: There is no such folder, a needed dump is missing, there are two of one kind, or a file is
                empty, half a download or something else than its name says.
        """
        if not directory.is_dir():
            raise DatasetError(f"{directory} is not a folder. Name the folder that holds Open Library's dumps.")
        names = sorted(path.name for path in directory.iterdir())
        files = defaultdict(list)
        for name in names:
            if match := _NAME.fullmatch(name):
                kind = cast("Kind", match[1])
                files[kind].append(DumpFile(directory / name, kind, match[2] or ""))
        _refuse_missing(directory, names, list(files))
        for kind, of_kind in files.items():
            months = sorted({file.month for file in of_kind if file.month})
            if len(months) > 1:
                raise DatasetError(
                    f"{directory} has the {kind} of {' and '.join(months)}. Parts of one dump have one date; leave one "
                    f"month, and take the other files away."
                )
            for file in of_kind:
                _check_first_lines(file)
        return cls(dict(files), _warnings(files, names))


def _refuse_missing(directory: Path, names: Sequence[str], kinds: Sequence[Kind]) -> None:
    for kind in ("works", "editions", "authors"):
        if kind in kinds:
            continue
        unfinished = [name for name in names if name.startswith(f"ol_dump_{kind}") and name.endswith(_UNFINISHED)]
        whole = [name for name in names if _ALL_KINDS.fullmatch(name)]
        reason = f"found {', '.join(names[:10]) or 'nothing'}{' ...' * (len(names) > 10)}"
        if unfinished:
            reason = f"{unfinished[0]} is a download that has not ended"
        elif whole:
            reason = f"{whole[0]} is the dump of all kinds in one file, which is not read"
        raise DatasetError(
            f"No {kind} in {directory}: expected ol_dump_{kind}_YYYY-MM-DD.txt.gz (or .txt), {reason}. Download it "
            f"from {_ADDRESS}."
        )


def _check_first_lines(file: DumpFile) -> None:
    again = f"Download it again from {_ADDRESS}."
    try:
        stream, raw = file.open()
        with raw, stream:
            lines = [
                line for line in islice(iter(lambda: stream.readline(1 << 20), b""), _LINES_TO_LOOK_AT) if line.strip()
            ]
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(f"{file.path} can't be read ({error}). Is it a whole file? {again}") from error
    if not lines:
        size = file.path.stat().st_size
        raise DatasetError(f"{file.path} has {size:,} bytes and not one record in it: an empty dump. {again}")
    fields = lines[0].decode(errors="replace").split("\t", file.columns - 1)
    if len(fields) < file.columns or not fields[0].startswith("/"):
        raise DatasetError(
            f"{file.path} is no dump of Open Library: expected lines of {file.columns} columns with tabs between them, "
            f"the first of which begins with /, and found {lines[0][:80]!r}. {again}"
        )
    starts = Counter(line.partition(b"\t")[0].decode(errors="replace") for line in lines)
    expected_type = TYPES.get(file.kind)
    if expected_type not in REDIRECT_TYPES:
        starts = Counter({start: number for start, number in starts.items() if start not in REDIRECT_TYPES})
    common = max(starts, key=lambda start: starts[start], default=expected_type or "")
    expected = f"records of {expected_type}" if expected_type else "rows of works, /works/OL..."
    is_right = common == expected_type if expected_type else not common.startswith("/type/")
    if not is_right:
        raise DatasetError(
            f"{file.path} is another dump than its name says: expected {expected}, found mostly {common}. Rename it, "
            f"or download the {file.kind} again."
        )


def _warnings(files: Mapping[Kind, Sequence[DumpFile]], names: Sequence[str]) -> list[str]:
    warnings = []
    months = {kind: file.month for kind, of_kind in files.items() for file in of_kind if file.month}
    if len(set(months.values())) > 1:
        listed = ", ".join(f"{kind} of {month}" for kind, month in sorted(months.items()))
        warnings.append(
            f"The dumps are of different months ({listed}): works that were merged or added in between are missed."
        )
    if "redirects" not in files:
        warnings.append("There is no dump of redirects: ratings and editions of merged works are not found again.")
    if not {"ratings", "reading-log"} & set(files):
        warnings.append("There is no dump of ratings or of the reading log: only works that a dataset rates are kept.")
    unfinished = [name for name in names if name.startswith("ol_dump_") and name.endswith(_UNFINISHED)]
    warnings += [f"{name} is a download that has not ended, and is left out." for name in unfinished]
    return warnings
