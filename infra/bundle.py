"""Packs what `sam build` has built, so that the same commit gives the same bytes. Run by `make build`.

SAM packs a folder in the order in which the disk happens to list its files, which differs between machines. Here the
order is that of the names, and the date is always the same; SAM uploads a zip that it is given as it is. (What is in
the folders is made reproducible by the makefiles in functions/ and layers/.) The same zlib is needed too: another one
may compress otherwise.
"""

import re
import sys
import zipfile
from pathlib import Path

# The earliest that a zip can say.
_DATE = (1980, 1, 1, 0, 0, 0)
_MADE_BY_UNIX = 3
_NAMED = re.compile(r"^(\s+(?:CodeUri|ContentUri): )(\w+)$", re.MULTILINE)


class BundleError(Exception):
    """There is nothing to pack, or it is not what `sam build` writes."""


def bundle(build: Path) -> list[Path]:
    """Pack each folder that the built template names, and have the template name the zip files instead.

    Args:
        build: The folder with what `sam build` wrote.

    Returns:
        The zip files.

    Raises:
        BundleError: The folder has no template, or the template names no folder.
    """
    template = build / "template.yaml"
    if not template.is_file():
        raise BundleError(f"Expected what `sam build` writes in {build}, and found no template.yaml: run make build.")
    text = template.read_text(encoding="utf-8")
    names = sorted({name for _, name in _NAMED.findall(text)})
    missing = [name for name in names if not (build / name).is_dir()]
    if missing or not names:
        raise BundleError(
            f"Expected {template} to name folders beside it as CodeUri and ContentUri; "
            f"{f'there is no {missing[0]}' if missing else 'it names none'}: run make build."
        )
    packed = [pack(build / name, build / f"{name}.zip") for name in names]
    template.write_text(_NAMED.sub(r"\1\2.zip", text), encoding="utf-8")
    return packed


def pack(folder: Path, target: Path) -> Path:
    """Pack a folder's files, sorted by name, with their modes and without their dates."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _DATE)
            info.create_system = _MADE_BY_UNIX
            info.external_attr = path.stat().st_mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, path.read_bytes(), compresslevel=9)
    return target


def main() -> None:
    """Pack what the command line names."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python infra/bundle.py FOLDER, where `sam build` has built, such as .aws-sam/build")
    try:
        for packed in bundle(Path(sys.argv[1])):
            print(f"{packed}: {packed.stat().st_size:,} bytes")  # noqa: T201 - a command-line program prints
    except BundleError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
