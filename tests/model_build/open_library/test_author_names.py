from pathlib import Path

import pytest

from model_build.open_library.author_names import Author, credited_name, read_authors, spoken_name
from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import Losses
from model_build.open_library.redirects import Redirects
from tests.model_build.open_library.dumps import author, write_dumps


@pytest.mark.parametrize(
    ("listed", "spoken"),
    [
        ("Tolkien, J. R. R. (John Ronald Reuel), 1892-1973.", "J. R. R. Tolkien"),
        ("Le Guin, Ursula K.", "Ursula K. Le Guin"),
        ("King, Martin Luther, Jr., 1929-1968", "Martin Luther King Jr."),
        ("Martin Luther King, Jr.", "Martin Luther King Jr."),
        ("Doyle, Arthur Conan, Sir, 1859-1930.", "Sir Arthur Conan Doyle"),
        ("Savile, Henry Sir", "Sir Henry Savile"),
        ("Seuss, Dr.", "Dr. Seuss"),
        ("García Márquez, Gabriel, 1927-", "Gabriel García Márquez"),
        ("Cervantes Saavedra, Miguel de", "Miguel de Cervantes Saavedra"),
        ("Aristotle, 384-322 B.C.", "Aristotle"),
        ("Homer", "Homer"),
        ("Plato.", "Plato"),
        ("Weir, Andy (Author)", "Andy Weir"),
        ("Levin, Ira, 1929-2007, author.", "Ira Levin"),
        ("Great Britain, Ministry of Defence", "Great Britain Ministry of Defence"),
        ("Penguin Random House, Inc.", "Penguin Random House Inc."),
        ("Mario Bravetti,Leila Kloul,Gianluigi Zavattaro", "Mario Bravetti; Leila Kloul; Gianluigi Zavattaro"),
        ("D'Aulaire, Ingri; D'Aulaire, Edgar", "Ingri D'Aulaire; Edgar D'Aulaire"),
        ("Blaubeurer Symposium (1st 1987)", "Blaubeurer Symposium"),
        ("Jose\u0301 Saramago", "José Saramago"),
        ("村上春樹", "村上春樹"),
        ("  ", ""),
    ],
)
def test_names_are_in_spoken_order_without_dates_and_roles(listed: str, spoken: str) -> None:
    assert spoken_name(listed) == spoken


def test_a_name_in_another_script_gives_way_to_a_latin_spelling_of_its_record() -> None:
    assert credited_name({"name": "村上春樹", "alternate_names": ["ムラカミ", "Murakami, Haruki"]}) == "Haruki Murakami"
    assert credited_name({"name": "Достоевский, Фёдор", "alternate_names": ["Bio"]}) == "Фёдор Достоевский"
    assert credited_name({"name": "Fyodor Dostoyevsky", "alternate_names": ["Dostoevskij"]}) == "Fyodor Dostoyevsky"


def test_a_record_without_a_name_has_its_personal_name_or_none() -> None:
    assert credited_name({"personal_name": "Austen, Jane"}) == "Jane Austen"
    assert credited_name({}) == ""


def test_wanted_authors_are_read_also_under_a_key_that_was_merged(tmp_path: Path) -> None:
    lines = [author(1, "Austen, Jane", birth_date="16 December 1775"), author(2, "Nobody wanted"), author(3, "")]
    write_dumps(tmp_path, authors=lines)
    losses = Losses()
    files = [DumpFile(tmp_path / "ol_dump_authors_2026-10-31.txt", "authors")]
    authors = read_authors(files, {1, 3, 7, 8}, Redirects.of_pairs([(7, 1)]), losses)
    assert authors == {1: Author("Jane Austen", 1775), 7: Author("Jane Austen", 1775)}
    assert losses.counts["authors: without a record or a name"] == 2
    assert losses.examples["authors: without a record or a name"] == "/authors/OL3A"
