"""The folder of an evaluation's report: a page for people, JSON for programs, and pictures for documents."""

from enum import StrEnum
from pathlib import Path

from model_build.evaluation.report.page import exposure_plot, quality_plot, report_page
from model_build.evaluation.report.report import Report, as_json


class ReportFile(StrEnum):
    """Names of the report's files."""

    PAGE = "report.html"
    JSON = "report.json"
    PICTURE = "quality.png"
    EXPOSURE = "exposure.png"


def write_report(report: Report, directory: Path) -> Path:
    """Write the files of a report into a folder; an earlier report stays until all are whole.

    Returns:
        The page's path.

    Raises:
        OSError: The folder can't be made or written to.
    """
    contents = {
        ReportFile.PICTURE: quality_plot(report),
        ReportFile.EXPOSURE: exposure_plot(report),
        ReportFile.JSON: as_json(report).encode(),
        ReportFile.PAGE: report_page(report).encode(),
    }
    directory.mkdir(parents=True, exist_ok=True)
    unfinished = {name: directory / f".{name}.unfinished" for name in contents}
    try:
        for name, content in contents.items():
            unfinished[name].write_bytes(content)
        for name, path in unfinished.items():
            path.replace(directory / name)
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)
    return directory / ReportFile.PAGE
