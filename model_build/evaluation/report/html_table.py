"""Tables of figures in HTML, to be read on a phone, by a screen reader, and on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from model_build.evaluation.report.wording import score, share, span
from model_build.evaluation.results import Measured
from model_build.evaluation.titles.title_search import Share


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and its interval or what else is set below it in small letters."""

    text: str
    below: str = ""


def measured_cell(measured: Measured | Share, percent: bool = False) -> Cell:
    """A figure with its interval below it."""
    return Cell((share if percent else score)(measured.value), span(measured, percent))


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table that scrolls sideways by itself where the screen is narrow; nothing where there are no rows.

    Args:
        caption: What it shows, in plain text.
        header: What the columns are.
        rows: Each begins with its name.
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
    # What has no figure is words, which are set as such.
    cells += [
        f"<td>{_content(cell)}</td>" if cell.text else f'<td class="words">{_content(cell)}</td>' for cell in figures
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _content(cell: Cell) -> str:
    return f"{escape(cell.text)}<small>{escape(cell.below)}</small>" if cell.below else escape(cell.text)
