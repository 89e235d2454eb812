"""The page as a whole document: the frame of page.html around an answer."""

from html import escape
from string import Template

from shelftalker.page.assets import FILES, asset
from shelftalker.page.markup import Markup, element
from shelftalker.page.sections import Section

# Letters of a title that is asked about; the longest of a catalogue of millions has some 250.
LONGEST_TITLE = 300
_FRAME = Template((FILES / "page.html").read_text(encoding="utf-8"))


def document(section: Section, *, typed: str = "", notice: str = "") -> str:
    """Return the page.

    Args:
        section: The answer.
        typed: The text in the title box.
        notice: The dataset's notice, or an empty string.
    """
    return _FRAME.substitute(
        title=escape(f"{section.name} \u2013 Shelftalker" if section.name else "Shelftalker: five books to read next"),
        # The page may be found, its answers need not be: a crawler would ask for each book in turn.
        robots="noindex" if section.name else "index",
        kind="answered" if section.name else "front",
        icon=asset("icon.svg").path,
        style=asset("page.css").path,
        answers=asset("answers.js").path,
        type_ahead=asset("type_ahead.js").path,
        typed=escape(typed),
        longest=LONGEST_TITLE,
        answer=section.markup,
        notice=element("p", notice) if notice else Markup(),
    )
