"""An operator's rules: books that a model has to leave out, and books that it has to keep, in a CSV file."""

from collections import defaultdict
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from model_build.datasets.formats.strict_table import strict_rows
from model_build.datasets.formats.table_file import DatasetError
from model_build.works.gather import JoinedEditions
from model_build.works.same_work import group_editions
from shelftalker.model.isbn import isbn_of
from shelftalker.repairs.isbns import whole_isbn


class Action(Enum):
    """The actions of rules; the value is the word for it in the file."""

    BLOCK = "block"
    ALLOW = "allow"


class BookRule(NamedTuple):
    """A row of the file.

    Attributes:
        line: Number of its line.
        action: Leave the book out, or keep it whatever its subjects say.
        isbn: ISBN of an edition of the book, as `isbn_of` writes it; '' where the row has none.
        title: Title of the book; '' where the row has none.
        author: Its author; '' where the row has none.
    """

    line: int
    action: Action
    isbn: str
    title: str
    author: str

    def __str__(self) -> str:
        """Return the rule as a sentence's part: line 3: block "Emma" by Jane Austen."""
        title = f'"{self.title}" by {self.author}' if self.title else ""
        return f"line {self.line}: {self.action.value} {' or '.join(filter(None, [title, self.isbn]))}"


def read_book_rules(path: Path) -> list[BookRule]:
    """Read the rules in a CSV file with the columns action, and isbn, or title and author, or all of them.

    Raises:
        DatasetError: The file or a row can't be used; the message names the lines, and what was expected in the first.
    """
    rules = []
    faults: dict[int, str] = {}
    for line, (action, listed_isbn, title, author) in strict_rows(path, ["action"], ["isbn", "title", "author"]):
        bare = listed_isbn.strip("=\"'[] ")
        # Lost zeros are proved by the check digit; the digits of "9.78E+12" are lost for good.
        isbn = "" if "e" in bare.lower() else isbn_of(whole_isbn(bare, "")) or ""
        if action.lower() not in [each.value for each in Action]:
            faults[line] = f"expected the action 'block' or 'allow', not {action!r}."
        elif bare and not isbn:
            faults[line] = (
                f"expected an ISBN of 10 or 13 digits whose check digit holds, not {listed_isbn!r}. Correct it, or "
                "leave it empty and give title and author."
            )
        elif bool(title) != bool(author) or not (isbn or title):
            came = f"the {'title' if title else 'author'} {(title or author)!r} alone" if title or author else "neither"
            faults[line] = f"expected an ISBN, or a title and its author, not {came}. A title alone is of many books."
        else:
            rules.append(BookRule(line, Action(action.lower()), isbn, title, author))
    if faults:
        (line, fault), *others = faults.items()
        more = f" Further lines that can't be used: {', '.join(str(other) for other, _ in others)}." if others else ""
        raise DatasetError(f"{path}, line {line}: {fault}{more}")
    return rules


def works_of_rules(rules: Sequence[BookRule], joined: JoinedEditions) -> list[frozenset[int]]:
    """Return [rules] the works that each rule names, by their numbers in `JoinedEditions.groups`.

    A rule names the works that have an edition with its ISBN, and those of its title and author, which are compared as
    those of editions are: "DUNE (Paperback)" by Herbert, Frank is "Dune" by Frank Herbert. An edition in two languages
    goes by both titles: "El Código Da Vinci / The Da Vinci Code".
    """
    of_isbn: defaultdict[str, set[int]] = defaultdict(set)
    wanted = {rule.isbn for rule in rules if rule.isbn}
    named: list[tuple[str, str, int]] = []
    for edition, work in zip(joined.editions, joined.groups.tolist(), strict=True):
        titles = {edition.title, *(edition.title.split(" / ") if " / " in edition.title else ())}
        named += [(title, edition.author, work) for title in sorted(filter(None, titles))]
        for isbn in wanted.intersection(edition.isbns):
            of_isbn[isbn].add(work)
    titled = [rule for rule in rules if rule.title]
    keys = group_editions(
        [*(title for title, _, _ in named), *(rule.title for rule in titled)],
        [*(author for _, author, _ in named), *(rule.author for rule in titled)],
    ).tolist()
    key_of_line = dict(zip((rule.line for rule in titled), keys[len(named) :], strict=True))
    of_key: defaultdict[int, set[int]] = defaultdict(set)
    for key, (_, _, work) in zip(keys, named, strict=False):
        of_key[key].add(work)
    return [
        frozenset(of_isbn.get(rule.isbn, set()) | of_key.get(key_of_line.get(rule.line, -1), set())) for rule in rules
    ]
