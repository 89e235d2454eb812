"""A reproducible archive of all that a training job imports. Run by `make training-archive`.

Spark unpacks the archive beside the job, whose PYTHONPATH names it. Files are in the order of their names, with one
date, owner and mode, so that the same commit gives the same bytes.
"""

import gzip
import shutil
import sys
import tarfile
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[1]
# What pip writes of its own run: paths and scripts of the machine that it runs on.
_LEFT_OUT = ("__pycache__", "bin", "RECORD", "direct_url.json")


class ArchiveError(Exception):
    """An error of a folder without the job's packages."""


def pack_training(packages: Path, target: Path, project: Path = _PROJECT) -> list[Path]:
    """Pack the packages and the project's code, and put the job's entry point beside the archive.

    Args:
        packages: Folder of the installed packages.
        target: Folder to write into.
        project: The checkout.

    Returns:
        The archive and the entry point.

    Raises:
        ArchiveError: The folder holds no packages.
    """
    if not any(packages.glob("*.dist-info")):
        raise ArchiveError(f"Expected packages that pip has installed into {packages}, and found none.")
    archive, job = target / "environment.tar.gz", target / "job.py"
    sources = {path.relative_to(packages).as_posix(): path for path in _files_of(packages)}
    for folder in (project / "model_build", project / "functions" / "shelftalker"):
        sources |= {path.relative_to(project).as_posix(): path for path in _files_of(folder)}
    with (
        archive.open("wb") as stream,
        gzip.GzipFile("", "wb", compresslevel=9, fileobj=stream, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name in sorted(sources):
            tar.add(sources[name], name, filter=_without_traces)
    shutil.copyfile(project / "infra" / "training_job.py", job)
    return [archive, job]


def _files_of(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part in _LEFT_OUT for part in path.relative_to(folder).parts)
    ]


def _without_traces(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return a member without its date, owner and the umask's traces."""
    info.mtime, info.uid, info.gid, info.uname, info.gname = 0, 0, 0, "", ""
    info.mode = 0o755 if info.mode & 0o100 else 0o644
    return info


def main() -> None:
    """Pack the folder that the command line names."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python infra/training_archive.py FOLDER, whose packages/ pip has installed")
    target = Path(sys.argv[1])
    try:
        for written in pack_training(target / "packages", target):
            print(f"{written}: {written.stat().st_size:,} bytes")  # noqa: T201 - a command-line program prints
    except ArchiveError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
