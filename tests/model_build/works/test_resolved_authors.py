"""The authors of titles, with the spellings of one person joined."""

from itertools import combinations

from model_build.works.authors import author_key
from model_build.works.resolved_authors import NamedTitle, resolve_authors
from shelftalker.model.person_names import are_one_person, person_names

AUTHORS = [
    "Fyodor Dostoevsky", "Fyodor Dostoyevsky", "F. Dostojewski", "Leo Tolstoy", "Lew Tolstoi", "Tolstoy Leo",
    "Frank Herbert", "Brian Herbert", "Herbert", "E. Annie Proulx", "Annie Proulx", "Stephen King", "Tabitha King",
]  # fmt: skip


def test_the_keys_are_those_of_comparing_every_two_authors_of_a_title() -> None:
    titles = [(name, name, author) for number, author in enumerate(AUTHORS) for name in ("one", f"of {number % 3}")]
    resolved = resolve_authors(titles)
    # Join whole names by hand, pair by pair, until nothing changes.
    groups = {author: {author} for author in AUTHORS}
    for _ in AUTHORS:
        for one, other in combinations(AUTHORS, 2):
            if author_key(one) == author_key(other) or are_one_person(person_names(one), person_names(other)):
                together = groups[one] | groups[other]
                for author in together:
                    groups[author] = together
    for one, other in combinations(AUTHORS, 2):
        assert (resolved.key_of_author(one) == resolved.key_of_author(other)) == (other in groups[one])


def test_a_surname_alone_is_resolved_title_by_title() -> None:
    titles: list[NamedTitle] = [
        ("dune", "dune", "Frank Herbert"),
        ("dune", "dunehouseatreides", "Brian Herbert"),
        ("dune", "dunehouseatreides", "Herbert"),
        ("solaris", "solaris", "Stanislaw Lem"),
        ("solaris", "solaris", "Lem"),
        ("eden", "eden", "Lem"),
        ("emma", "emma", "Jane Smith"),
        ("emma", "emma", "Kay Smith"),
        ("emma", "emma", "Smith"),
    ]
    resolved = resolve_authors(titles)
    assert resolved.key("dune", "Herbert") == resolved.key("dune", "Brian Herbert")
    assert resolved.key("solaris", "Lem") == resolved.key("solaris", "Stanislaw Lem")
    assert resolved.key("eden", "Lem") == author_key("Lem")
    assert resolved.key("emma", "Smith") == author_key("Smith")


def test_two_persons_of_one_surname_and_initial_stay_apart() -> None:
    authors = ["Faye Kellerman", "Jonathan Kellerman", "Jesse Kellerman", "Kellerman", "J. Kellerman"]
    for order in (authors, authors[::-1]):
        resolved = resolve_authors([("twisted", "twisted", author) for author in order])
        assert len({resolved.key("twisted", author) for author in authors[:4]}) == 4


def test_titles_that_no_two_authors_share_join_nobody() -> None:
    resolved = resolve_authors([("dune", "dune", "Frank Herbert"), ("emma", "emma", "Frank Herbort")])
    assert resolved.key_of_author("Frank Herbert") != resolved.key_of_author("Frank Herbort")
