"""Reproducible zip files of the folders that `sam build` has built. Run by `make build`.

SAM packs a folder in the order in which the disk happens to list its files, which differs between machines. Here the
order is that of the names, and the date is always the same, so that the same commit gives the same bytes; SAM uploads
a given zip as it is. (The makefiles in functions/ and layers/ make the contents of the folders reproducible.) The same
zlib is needed too: another one may compress otherwise.
"""

import re
import sys
import zipfile
from pathlib import Path

_FOLDER_URI = re.compile(r"^(\s+(?:CodeUri|ContentUri): )(\w+)$", re.MULTILINE)


class BundleError(Exception):
    """An error of a folder without the output of `sam build`."""


def bundle(build: Path) -> list[Path]:
    """Pack each folder that the built template names, and have the template name the zip files instead.

    Args:
        build: The folder with the output of `sam build`.

    Returns:
        The zip files.

    Raises:
        BundleError: The folder has no template, or the template names no folder.
    """
    template = build / "template.yaml"
    if not template.is_file():
        raise BundleError(f"Expected what `sam build` writes in {build}, and found no template.yaml: run make build.")
    text = template.read_text(encoding="utf-8")
    names = sorted({name for _, name in _FOLDER_URI.findall(text)})
    missing = [name for name in names if not (build / name).is_dir()]
    if missing or not names:
        raise BundleError(
            f"Expected {template} to name folders beside it as CodeUri and ContentUri; "
            f"{f'there is no {missing[0]}' if missing else 'it names none'}: run make build."
        )
    packed = [pack(build / name, build / f"{name}.zip") for name in names]
    template.write_text(_FOLDER_URI.sub(r"\1\2.zip", text), encoding="utf-8")
    return packed


def pack(folder: Path, target: Path) -> Path:
    """Pack a folder's files, sorted by name, with their modes and without their dates."""
    earliest_date, created_on_unix = (1980, 1, 1, 0, 0, 0), 3
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), earliest_date)
            info.create_system = created_on_unix
            info.external_attr = path.stat().st_mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, path.read_bytes(), compresslevel=9)
    return target


def main() -> None:
    """Pack the folder that the command line names."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python infra/bundle.py FOLDER, where `sam build` has built, such as .aws-sam/build")
    try:
        for packed in bundle(Path(sys.argv[1])):
            print(f"{packed}: {packed.stat().st_size:,} bytes")  # noqa: T201 - a command-line program prints
    except BundleError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
