"""Check of the model that is deployed as a layer. Run by `make build`, before anything is built.

The functions read one format of the model and refuse every other: a deployment with another would not start. It needs
no packages, as the build has none but SAM's own.
"""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from shelftalker.model.format import MODEL_FORMAT

# A function and its layers have 250 MB unpacked; 30 are for the functions and their packages, which take 20 now.
LARGEST_MEGABYTES = 220


class LayerModelError(Exception):
    """There is no model to deploy, or none that a layer holds and this version's functions can read."""


def check_model(directory: Path) -> None:
    """Check that a folder has a model that a layer holds, of the format that the functions beside it read.

    Raises:
        LayerModelError: It has none; the message names the command that builds one.
    """
    build_anew = "make model (of the sample), or make model DATA=DIR, where DIR holds your dataset's files"
    for name in (MODEL_FORMAT.catalogue_name, MODEL_FORMAT.manifest_name):
        if not (directory / name).is_file():
            raise LayerModelError(f"There is no model to deploy: {directory} has no {name}. Build one: {build_anew}.")
    size_bytes = (directory / MODEL_FORMAT.catalogue_name).stat().st_size
    if size_bytes > LARGEST_MEGABYTES * 1_000_000:
        raise LayerModelError(
            f"The model in {directory} has {size_bytes / 1e6:,.0f} MB, and a layer holds {LARGEST_MEGABYTES}. Deploy a "
            f"smaller one ({build_anew}, or build it with --smallest-readers), and publish this one, which functions "
            "fetch or mount: python -m model_build publish says which."
        )
    try:
        formats = {_manifest_format(directory), _catalogue_format(directory)}
    except (ValueError, KeyError, TypeError, sqlite3.DatabaseError) as error:
        raise LayerModelError(
            f"The model in {directory} can't be read ({error!r}). Build it anew: {build_anew}."
        ) from error
    if formats != {MODEL_FORMAT.version}:
        [other, *_] = formats - {MODEL_FORMAT.version}
        raise LayerModelError(
            f"The model in {directory} is of format {other}; the functions of this version read format "
            f"{MODEL_FORMAT.version}. Build it anew: {build_anew}."
        )


def _manifest_format(directory: Path) -> int:
    manifest = json.loads((directory / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8"))
    return int(manifest["format_version"])


def _catalogue_format(directory: Path) -> int:
    uri = f"{(directory / MODEL_FORMAT.catalogue_name).absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema")  # reads the header, which user_version alone does not
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def main() -> None:
    """Check the model in the folder that the command line names."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python infra/layer_model.py FOLDER, with the model to deploy, such as layers/model/model")
    try:
        check_model(Path(sys.argv[1]))
    except LayerModelError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
