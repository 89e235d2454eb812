"""Sizes of made-up dumps of Open Library, and the shares of records that are written in a way of their own."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class DumpSize:
    """Numbers of records; together two million lines, in the proportions of a dump of 2026.

    Attributes:
        works: Works.
        authors: Authors.
        reads: Rows of ratings and of the reading log, of works of power-law fame.
        editions_a_work: Mean number of a work's editions.
        ratings_of_each: Further ratings of every work: with one, a catalogue of works with a reader keeps all.
    """

    works: int = 620_000
    authors: int = 230_000
    reads: int = 150_000
    editions_a_work: float = 1.6
    ratings_of_each: int = 0

    def times(self, factor: float) -> "DumpSize":
        """Multiply all numbers but those of a work."""
        return replace(
            self,
            works=int(self.works * factor),
            authors=int(self.authors * factor),
            reads=int(self.reads * factor),
        )


@dataclass(frozen=True, slots=True)
class DumpShares:
    """Shares of the records that have something in a way of its own.

    Attributes:
        article_apart: Works whose record leaves the article out, while editions have it in `title_prefix`.
        subtitle: Works with a subtitle, in a field of its own on the editions.
        series: Works of a series with volumes.
        co_author: Works of two authors.
        turned_name: Authors written "Surname, Given".
        other_script: Authors whose name is in another script, with a Latin one among the alternate names.
        no_work: Editions of before 1990 without a work.
        merged: Works with a former key, which redirects to them and stands on some of their editions and reads.
        used_again: Editions with the ISBN of another work.
        wrong_digit: Editions with an ISBN whose check digit is wrong.
        deleted: Records of type /type/delete among the works.
        want: Rows of the reading log of people who want to read.
    """

    article_apart: float = 0.04
    subtitle: float = 0.3
    series: float = 0.12
    co_author: float = 0.1
    turned_name: float = 0.1
    other_script: float = 0.02
    no_work: float = 0.25
    merged: float = 0.02
    used_again: float = 0.003
    wrong_digit: float = 0.005
    deleted: float = 0.01
    want: float = 0.6


SHARES = DumpShares()
