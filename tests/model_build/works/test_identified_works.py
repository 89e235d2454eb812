"""Works by work ids and ISBNs: what joins, what an ISBN used again must not join, and what stays apart."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_build.works.identified_works import (
    IdentifiedEdition,
    JoinCounts,
    authors_agree,
    join_identified,
    titles_agree,
)
from model_build.works.same_work import group_editions


def edition(
    title: str, author: str, *isbns: str, work_id: str = "", source: int = 0, final: bool = False
) -> IdentifiedEdition:
    return IdentifiedEdition(title, author, isbns, work_id, source, final)


def join(editions: list[IdentifiedEdition], readers: list[int] | None = None) -> tuple[list[int], JoinCounts]:
    """Return the work of each edition by all rules, and the counts."""
    keys = group_editions([each.title for each in editions], [each.author for each in editions])
    works, counts = join_identified(editions, keys, np.array(readers or [1] * len(editions)))
    return works.tolist(), counts


def test_editions_of_one_work_id_are_one_work_whatever_their_titles_are() -> None:
    works, counts = join([
        edition("Dune", "Frank Herbert", work_id="w1"),
        edition("Der Wüstenplanet", "Frank Herbert", work_id="w1"),
        edition("Пустыня", "Ф. Герберт", work_id="w1"),
        edition("Emma", "Jane Austen", work_id="w2"),
    ])  # fmt: skip
    assert works == [0, 0, 0, 1]
    assert (counts.by_work_id, counts.by_isbn, counts.isbns_refused) == (1, 0, 0)


def test_what_has_no_identifier_in_common_stays_as_titles_and_authors_have_it() -> None:
    editions = [edition("Dune", "Herbert", "0441172717"), edition("Dune", "Herbert", "0340839937"),
                edition("Emma", "Austen", "0141439580")]  # fmt: skip
    keys = group_editions(["Dune", "Dune", "Emma"], ["Herbert", "Herbert", "Austen"])
    works, counts = join_identified(editions, keys, np.ones(3, dtype=np.int64))
    assert works is keys
    assert counts == JoinCounts()


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("The Fellowship of the Rings", "J. R. R. Tolkien"),  # a letter more, of the same author
        ("Lord of the Rings: The Fellowship of the Ring", "Tolkien"),  # the series before the title
        ("THE FELLOWSHIP OF THE RING", "Unknown"),  # nobody's
        ("The Fellowship of the Ring (Lord of the Rings, Part 1)", "Houghton Mifflin"),  # the publisher
        ("Die Gefährten", "Tolkien, J.R.R."),  # translated
        ("Fellowship Ring", "John Ronald Reuel Tolkien"),  # words left out
    ],
)
def test_an_isbn_joins_where_the_title_or_the_author_agrees(title: str, author: str) -> None:
    ring = edition("The Fellowship of the Ring", "J.R.R. Tolkien", "0618346252")
    works, counts = join([ring, edition(title, author, "0618346252", source=1)])
    assert works == [0, 0]
    assert counts.isbns_refused == 0


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Learn Windows 95 in a Weekend", "Steve Callihan"),
        ("The Two Towers", "Various"),  # one author is not known
        ("Possession", "A. S. Byatt"),
        ("The Fellowship of the Ring: Book 2 of 7", "Another Writer"),
    ],
)
def test_an_isbn_that_was_used_again_joins_nothing_and_is_counted_with_an_example(title: str, author: str) -> None:
    ring = edition("The Fellowship of the Ring, Volume 1", "J.R.R. Tolkien", "0618346252")
    works, counts = join([ring, edition(title, author, "0618346252", source=1)])
    assert works == [0, 1]
    assert (counts.by_isbn, counts.isbns_refused) == (0, 1)
    books = sorted([(ring.title, ring.author), (title, author)])
    assert counts.refused_example == "0618346252: " + "; ".join(f'"{one}" by {other}' for one, other in books)


def test_no_chain_of_isbns_joins_works_that_do_not_agree() -> None:
    # A set's ISBN stands on both of its books, and one of a publisher's on a third.
    works, counts = join([
        edition("Dune", "Frank Herbert", "0441172717", "0399128964"),
        edition("Dune Messiah", "Frank Herbert", "0441172698", "0399128964"),
        edition("The Joy of Cooking", "Irma Rombauer", "0441172698"),
        edition("Dune", "Frank Herbert", "0441172717", source=1),
        edition("Dune Messiah", "Frank Herbert", "0441172698", source=1),
    ])  # fmt: skip
    assert works == [0, 1, 2, 0, 1]
    assert counts.isbns_refused == 2


def test_an_author_alone_does_not_join_what_a_source_lists_as_two_books() -> None:
    # The second source has the first book's ISBN on the second.
    works, _ = join([
        edition("Carrie", "Stephen King", "0385086954"),
        edition("Salem's Lot", "Stephen King", "0385007515"),
        edition("Salem's Lot", "Stephen King", "0385086954", source=1),
    ])  # fmt: skip
    assert works == [0, 1, 1]


@pytest.mark.parametrize(
    "title", ["The Great Dune Trilogy", "Dune (Boxed Set)", "Dune Omnibus", "Dune: The Graphic Novel"]
)
def test_an_author_alone_does_not_join_a_set_or_another_kind_of_book(title: str) -> None:
    works, counts = join([
        edition("Dune, Vol. 1", "Frank Herbert", "0399128964"),
        edition(title, "Frank Herbert", "0399128964", source=1),
    ])  # fmt: skip
    assert (works, counts.isbns_refused) == ([0, 1], 1)


def test_a_catalogues_work_joins_translations_that_a_dataset_lists_as_two_books() -> None:
    works, counts = join([
        edition("The Physician", "Noah Gordon", "0671477487"),
        edition("Der Medicus", "Noah Gordon", "3426627221"),
        edition("The Physician", "Noah Gordon", "0671477487", "3426627221", work_id="OL1W", source=1),
        edition("Shaman", "Noah Gordon", "0451176251", work_id="OL2W", source=1),
    ])  # fmt: skip
    assert works == [0, 0, 0, 1]
    assert counts.by_isbn == 1


def test_a_catalogues_two_works_are_not_joined_by_an_isbn_that_both_list() -> None:
    works, _ = join([
        edition("Dune", "Frank Herbert", "0441172717"),
        edition("Dune", "Frank Herbert", "0441172717", work_id="OL1W", source=1),
        edition("Dune Messiah", "Frank Herbert", "0441172698", "0441172717", work_id="OL2W", source=1),
    ])  # fmt: skip
    assert works == [0, 0, 1]


def test_final_work_ids_tell_apart_what_titles_do_not() -> None:
    poems = [edition("Poems", "W. H. Auden", work_id=work_id, final=True) for work_id in ("1", "2", "1")]
    works, counts = join([*poems, edition("Poems", "W. H. Auden", source=1)], [3, 9, 1, 4])
    assert works == [0, 1, 0, 1]  # the edition without a work id is of the most read one
    assert counts.kept_apart == 1
    assert join([each._replace(has_final_id=False) for each in poems])[0] == [0, 0, 0]


def test_two_final_work_ids_are_not_joined_by_an_isbn_either() -> None:
    works, _ = join([
        edition("Poems", "W. H. Auden", "0679731970", work_id="1", final=True),
        edition("Poems", "W. H. Auden", "0679731970", work_id="2", final=True),
        edition("Poems", "Auden", "0679731970", source=1),
    ])  # fmt: skip
    assert works[0] != works[1]
    assert works[2] in works[:2]


def test_open_librarys_duplicates_are_one_work() -> None:
    duplicates = [edition("Dune", "Frank Herbert", work_id=f"OL{number}W", final=True) for number in (1, 2)]
    assert join(duplicates)[0] == [0, 0]


def test_open_librarys_ids_are_the_same_in_all_sources_and_others_where_the_books_agree() -> None:
    works, _ = join([
        edition("Dune", "Frank Herbert", work_id="OL893415W"),
        edition("Diuna", "Herbert F", work_id="/works/ol893415w", source=1),
        edition("Emma", "Jane Austen", work_id="17", source=0),
        edition("Emma", "Austen", work_id="17", source=1),
        edition("Ubik", "Philip K. Dick", work_id="17", source=2),
    ])  # fmt: skip
    assert works == [0, 0, 1, 1, 2]


def test_a_placeholder_for_an_isbn_joins_nothing() -> None:
    titles = ["Dune", "Emma", "Ubik", "Solaris", "Carrie", "Persuasion", "Beloved", "Jazz", "Sula", "Home", "Ulysses"]
    works, counts = join([edition(title, "Ann Author", "0000000000", source=row) for row, title in enumerate(titles)])
    assert works == list(range(11))
    assert counts.isbns_refused == 1


def test_books_of_one_title_by_two_people_stay_two_without_a_common_isbn() -> None:
    works, _ = join([
        edition("The Lost World", "Michael Crichton", "0345402889", work_id="1"),
        edition("The Lost World", "Arthur Conan Doyle", "0812967259", work_id="2", source=1),
    ])  # fmt: skip
    assert works == [0, 1]


def test_the_works_do_not_depend_on_the_order_of_the_editions() -> None:
    editions = [
        edition("Dune", "Frank Herbert", "0441172717", work_id="1", final=True),
        edition("Dune", "Herbert", "0441172717", "0441172698", source=1),
        edition("Dune Messiah", "Frank Herbert", "0441172698", work_id="2", final=True),
        edition("Der Herr des Wüstenplaneten", "Frank Herbert", "0441172698", source=2),
        edition("Emma", "Jane Austen", "0441172717", source=2),
    ]
    found = set()
    for order in permutations(range(len(editions))):
        works, _ = join([editions[row] for row in order])
        groups: dict[int, set[int]] = {}
        for row, work in zip(order, works, strict=True):
            groups.setdefault(work, set()).add(row)
        found.add(frozenset(map(frozenset, groups.values())))
    assert len(found) == 1
    assert frozenset([4]) in found.pop()


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 5), min_size=1, max_size=12))
def test_every_join_has_a_reason(rows: list[tuple[int, ...]]) -> None:
    """By brute force: in one work, each edition is tied to another by its key, a work id, or an ISBN and agreement."""
    titles, authors = ["Dune", "Emma", "Ubik", "Carrie"], ["Frank Herbert", "Jane Austen", "Philip Dick", "Unknown"]
    editions = [
        edition(titles[title], authors[author], f"isbn {isbn}", work_id=f"{work_id or ''}", source=source, final=True)
        for title, author, isbn, work_id, source in rows
    ]
    keys = group_editions([each.title for each in editions], [each.author for each in editions])
    works, _ = join_identified(editions, keys, np.ones(len(rows), dtype=np.int64))
    for row, (one, work) in enumerate(zip(editions, works, strict=True)):
        others = [other for other in np.flatnonzero(works == work).tolist() if other != row]
        assert not others or any(
            keys[row] == keys[other]
            or (one.work_id and one.work_id == editions[other].work_id)
            or (
                one.isbns == editions[other].isbns
                and (titles_agree(one, editions[other]) or authors_agree(one, editions[other]))
            )
            for other in others
        )
        assert all(
            editions[other].work_id in {"", one.work_id} or not one.work_id
            for other in others
            if editions[other].source == one.source
        )


def test_authors_agree_in_any_spelling_or_as_co_authors_and_unknown_ones_never() -> None:
    omens = edition("Good Omens", "Terry Pratchett, Neil Gaiman")
    assert authors_agree(omens, edition("Ein gutes Omen", "Neil Gaiman"))
    assert authors_agree(omens, edition("Ein gutes Omen", "Pratchett, T."))
    assert not authors_agree(omens, edition("Ein gutes Omen", "Stephen King"))
    assert not authors_agree(edition("Omens", "Various"), edition("Omen", "Various"))


def test_titles_agree_but_for_other_volumes_and_kinds() -> None:
    sandman = edition("The Sandman, Vol. 1", "Neil Gaiman")
    assert titles_agree(sandman, edition("Sandman (Volume 1)", "Gaiman"))
    assert not titles_agree(sandman, edition("The Sandman, Vol. 2", "Neil Gaiman"))
    assert not titles_agree(edition("Dune", "Herbert"), edition("Dune (Graphic Novel)", "Herbert"))
