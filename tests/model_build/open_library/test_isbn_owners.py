from model_build.open_library.dump_lines import Losses
from model_build.open_library.editions import CollectedWork
from model_build.open_library.isbn_owners import assign_isbns
from model_build.open_library.kept_works import RatedBook

DUNE, EMMA = 9780441172719, 9780141439587


def work(number: int, readers: int, *isbns: tuple[int, bool]) -> CollectedWork:
    collected = CollectedWork(number, readers)
    collected.isbns.extend(2 * isbn + has_title for isbn, has_title in isbns)
    return collected


def test_an_isbn_of_one_work_is_its_own_and_listed_once() -> None:
    losses = Losses()
    works = [work(1, 0, (DUNE, True), (DUNE, False)), work(2, 0, (EMMA, True))]
    assert assign_isbns(works, ["Dune", "Emma"], ["", ""], {}, losses) == [[DUNE], [EMMA]]
    assert not losses.counts


def test_a_shared_isbn_is_that_of_the_work_whose_edition_has_its_title() -> None:
    losses = Losses()
    works = [work(1, 90, (DUNE, False)), work(2, 1, (DUNE, True))]
    assert assign_isbns(works, ["Three Novels", "Dune"], ["", ""], {}, losses) == [[], [DUNE]]
    assert losses.examples["ISBNs of several works, given to one of them"] == f"{DUNE}: OL1W, OL2W"


def test_of_works_alike_the_most_read_one_has_it() -> None:
    works = [work(1, 5, (DUNE, True)), work(2, 9, (DUNE, True))]
    assert assign_isbns(works, ["Dune", "Dune"], ["", ""], {}, Losses()) == [[], [DUNE]]


def test_a_rated_title_outweighs_readers_and_a_rated_author_tells_two_of_one_title() -> None:
    book = {DUNE: RatedBook("Dune", "F. Herbert")}
    works = [work(1, 90, (DUNE, True)), work(2, 1, (DUNE, False))]
    assert assign_isbns(works, ["Arrakis", "Dune: a novel"], ["", ""], book, Losses()) == [[], [DUNE]]
    authors = ["Jane Doe", "Kevin Anderson; Frank Herbert"]
    assert assign_isbns(works, ["Dune", "Dune"], authors, book, Losses()) == [[], [DUNE]]
