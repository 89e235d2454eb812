"""Tests of the spellings of authors' names."""

from model_build.evaluation.titles import authors


def test_the_first_of_several_credited_authors_is_named() -> None:
    assert authors.first_author("Terry Pratchett, Neil Gaiman") == "Terry Pratchett"
    assert authors.first_author("Margaret Weis and Tracy Hickman") == "Margaret Weis"
    assert authors.first_author("Anderson Cooper") == "Anderson Cooper"


def test_surnames_keep_their_particles_and_lose_what_follows_them() -> None:
    assert authors.surname("J. R. R. Tolkien") == "Tolkien"
    assert authors.surname("Daphne du Maurier") == "du Maurier"
    assert authors.surname("Andre Dubus III") == "Dubus"
    assert authors.surname("Kurt Vonnegut Jr.") == "Vonnegut"
    assert authors.surname("Homer") == "Homer"


def test_catalogues_write_the_surname_first() -> None:
    assert authors.surname_first("J. R. R. Tolkien") == "Tolkien, J. R. R."
    assert authors.surname_first("Miguel de Cervantes") == "de Cervantes, Miguel"
    assert authors.surname_first("Homer") is None


def test_middle_initials_come_and_go() -> None:
    assert authors.without_middle_initials("Philip K. Dick") == "Philip Dick"
    assert authors.without_middle_initials("J. R. R. Tolkien") is None
    assert authors.without_middle_initials("Jane Austen") is None
    assert authors.with_middle_initial("Stephen King", "e") == "Stephen E. King"
    assert authors.with_middle_initial("Philip K. Dick", "e") is None


def test_initials_are_joined_spaced_or_alone() -> None:
    assert authors.with_joined_initials("J. R. R. Tolkien") == "JRR Tolkien"
    assert authors.with_spaced_initials("J.D. Salinger") == "J D Salinger"
    assert authors.with_joined_initials("Jane Austen") is None
    assert authors.with_spaced_initials("Jane Austen") is None
    assert authors.with_initials_alone("Stephen King") == "S. King"
    assert authors.with_initials_alone("J. R. R. Tolkien") is None


def test_names_are_written_without_accents_and_as_other_languages_write_them() -> None:
    assert authors.transliterations("Gabriel García Márquez") == ["Gabriel Garcia Marquez"]
    assert "Fyodor Dostojewski" in authors.transliterations("Fyodor Dostoevsky")
    assert "Fjodor Dostoevsky" in authors.transliterations("Fyodor Dostoevsky")
    assert authors.transliterations("Jane Austen") == []
