"""Names in place of an author, alone and among authors."""

import pytest

from model_build.datasets.values.nobodys_names import is_credited_nobody, names_nobody, without_nobody


@pytest.mark.parametrize(
    "entry",
    [
        "", "?", "--", "0", "n/a", "N. A.", "N.N.", "nan", "TBA", "Not Applicable (Na )", "[no author]",
        "Author Unknown", "unknown", "Various.", "Various (Editor)", "VARIOUS AUTHORS", "Staff", "AA. VV.", "Aa.Vv.",
        "Anónimo", "Anônimo", "Anonym", "Collectif", "Collectif d'auteurs", "Diverse", "Verschiedene Autoren",
        "Autori vari", "Vários autores", "Onbekend", "Okänd författare", "Tuntematon", "Praca zbiorowa",
        "Kolektiv autorů", "Több szerző", "Yazarı bilinmiyor", "Коллектив авторов", "Ανώνυμος", "מחבר לא ידוע",
        "مجموعة مؤلفين", "佚名", "作者不詳", "작자 미상", "अज्ञात",
    ],
)  # fmt: skip
def test_an_entry_in_place_of_an_author_names_nobody(entry: str) -> None:
    assert names_nobody(entry)
    assert without_nobody(entry) == (entry if is_credited_nobody(entry) else "")


@pytest.mark.parametrize(
    "author",
    [
        "Leopold Staff", "Staff, Leopold", "Na, Hye-sok", "Divers, Tom", "Gary Null", "Lisa See", "Anon E. Mouse",
        "Thomas More", "More, Thomas", "E. Other", "Nana", "Editors of Reader's Digest", "Editors and Staff of Time",
        "Random House, Inc.", "Tolkien, J. R. R.", "Kurt, Jr. Vonnegut", "村上春樹", "محمد", "Various Positions Ltd",
    ],
)  # fmt: skip
def test_somebodys_name_stays_as_it_is(author: str) -> None:
    assert not names_nobody(author)
    assert without_nobody(author) == author


@pytest.mark.parametrize(
    ("credit", "authors"),
    [
        ("Various; John Smith", "John Smith"),
        ("John Smith | Unknown", "John Smith"),
        ("Brian Froud; Various Authors; Alan Lee", "Brian Froud; Alan Lee"),
        ("Staff; Jane Roe", "Jane Roe"),
        ("Anonymous, Seamus Heaney", "Seamus Heaney"),
        ("Collectif, Jean Dupont", "Jean Dupont"),
        ("Carl Ed & various", "Carl Ed"),
        ("Smith, John, et al.", "Smith, John"),
        ("A. C. Bhaktivedanta Swami Prabhupada et al.", "A. C. Bhaktivedanta Swami Prabhupada"),
        ("Jane Roe and others", "Jane Roe"),
        ("Heidi Muster u. a.", "Heidi Muster"),
        ("Anne Dupont et autres", "Anne Dupont"),
        ("Unknown; n/a", ""),
    ],
)
def test_nobody_is_dropped_from_among_authors(credit: str, authors: str) -> None:
    assert without_nobody(credit) == authors


def test_anonymous_and_various_are_shown() -> None:
    assert without_nobody("Anonymous") == "Anonymous"
    assert without_nobody(" Various Authors ") == "Various Authors"
    assert is_credited_nobody("VARIOUS")
    assert not is_credited_nobody("Collectif")
