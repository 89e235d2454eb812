"""Tables of figures in HTML, to be read on a phone, by a screen reader, and on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from model_build.evaluation.report.wording import score, share, span
from model_build.evaluation.results import Estimate
from model_build.evaluation.titles.shares import Share


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and its interval or another text below it in small letters."""

    text: str
    below: str = ""


def estimate_cell(estimate: Estimate | Share, percent: bool = False) -> Cell:
    """Return a figure with its interval below it."""
    return Cell((share if percent else score)(estimate.value), span(estimate, percent))


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table that scrolls sideways by itself on a narrow screen, or an empty text where there are no rows.

    Args:
        caption: The table's title, in plain text.
        header: Names of the columns.
        rows: Cells of each row, its name first.
    """
    body = "\n".join(_row(name, figures) for name, *figures in rows)
    if not body:
        return ""
    columns = "".join(f'<th scope="col">{escape(column)}</th>' for column in header)
    label = escape(caption)
    return f"""<div class="table" role="region" aria-label="{label}" tabindex="0"><table>
<caption>{label}</caption>
<thead><tr>{columns}</tr></thead>
<tbody>
{body}
</tbody>
</table></div>"""


def _row(name: Cell, figures: Sequence[Cell]) -> str:
    cells = [f'<th scope="row">{_content(name)}</th>']
    # A cell without a figure holds words, which the style sheet aligns to the left.
    cells += [
        f"<td>{_content(cell)}</td>" if cell.text else f'<td class="words">{_content(cell)}</td>' for cell in figures
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _content(cell: Cell) -> str:
    return f"{escape(cell.text)}<small>{escape(cell.below)}</small>" if cell.below else escape(cell.text)
