"""The rows of an export that is pasted in pieces, each as long as Slack takes: a piece may end inside a row.

Without the beginning, the end of a row has its fields in the wrong columns: an average or a number of pages would be
the reader's rating.
"""

from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.shelf_exports.export_records import Header, widths_of


class FurtherRows(NamedTuple):
    """The rows of a piece that is pasted after another one.

    Attributes:
        lines: Its lines, those of a row that was cut being whole.
        is_joined: Whether it holds the row that the piece before it was cut in: the rest of it, or all of it.
        left_out: Number of rows that are left out, 0 or 1: the end of a row whose beginning does not fit it.
    """

    lines: list[str]
    is_joined: bool = False
    left_out: int = 0


def cut_row(lines: Sequence[str], header: Header, number: int) -> str:
    """Return the last row of a text if it is cut: it has fewer fields than the header, and a row before it has not.

    Args:
        lines: The lines of the text.
        header: The header, of this text or of an earlier one.
        number: The line that the rows begin on, from 0.
    """
    rows = list(widths_of(lines, header, number))
    width = len(header.columns)
    if not rows or rows[-1].fields >= width or (len(rows) > 1 and rows[-2].fields < width):
        return ""
    return "\n".join(lines[rows[-1].line :])


def further_rows(lines: Sequence[str], header: Header, cut: str) -> FurtherRows:
    """Return the rows of a piece that comes without the header.

    Args:
        lines: The lines of the piece.
        header: The header of the pieces before it.
        cut: The beginning of a row that the piece before it ended in, see `cut_row`; '' if it ended in none.
    """
    width = len(header.columns)
    if not cut:
        return FurtherRows(list(lines))
    if "\n".join(lines).startswith(cut):  # pasted once more from the beginning of the row
        return FurtherRows(list(lines), is_joined=True)
    joined = f"{cut}{lines[0]}".split("\n") + list(lines[1:])
    if _first_width(joined, header) == width:
        return FurtherRows(joined, is_joined=True)
    if _first_width(lines, header) >= width:
        return FurtherRows(list(lines))
    return FurtherRows(list(lines[1:]), left_out=1)


def _first_width(lines: Sequence[str], header: Header) -> int:
    return next((row.fields for row in widths_of(lines, header, 0)), 0)
