"""ISBNs and links in typed texts and messages, read without a request."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelftalker.search.links import LINKS, words_of_links

DUNE = "0441172717"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.amazon.com/dp/0441172717",
        "https://www.amazon.co.uk/gp/product/0441172717?pf_rd_p=abc",
        "https://www.amazon.de/Dune-Frank-Herbert/dp/0441172717/ref=sr_1_1?keywords=dune&qid=1600000000&sr=8-1",
        "https://www.amazon.co.jp/exec/obidos/ASIN/0441172717/",
        "https://smile.amazon.com/gp/aw/d/0441172717#customerReviews",
        "amazon.com/dp/0441172717",
        "www.amazon.com/dp/0441172717",
        "https://www.goodreads.com/book/isbn/0441172717",
        "https://bookshop.org/p/books/dune-frank-herbert/6716361?ean=9780441172719",
        "https://www.barnesandnoble.com/w/dune-frank-herbert/1100149877?ean=9780441172719",
        "https://openlibrary.org/isbn/978-0-441-17271-9",
        "https://www.librarything.com/isbn/0-441-17271-7",
        "https://www.powells.com/book/dune-9780441172719",
        "https://www.abebooks.com/9780441172719/Dune-Herbert-Frank-0441172717/plp",
        "https://shop.example/artikeldetails/dune/frank_herbert/EAN9780441172719/ID44253072.html",
        "https://books.google.com/books?vid=ISBN0441172717",
        "https://openlibrary.org/api/books?bibkeys=ISBN:0441172717",
        "https://search.worldcat.org/search?q=bn%3A9780441172719",
        "https://library.example/search?lookfor=9780441172719&amp;type=ISN",
        "https://www.google.com/url?q=https%3A%2F%2Fwww.amazon.com%2Fdp%2F0441172717&sa=D",
        "https://web.archive.org/web/2020/https://www.amazon.com/dp/0441172717",
        "https://covers.example/b/isbn/9780441172719-L.jpg",
        "https://library.example/#/record/9780441172719",
    ],
)
def test_an_address_with_an_isbn_says_it_in_any_form_of_text(address: str) -> None:
    for text in (address, f"<{address}>", f"<{address}|a book>", f"Look: {address}, please", f"({address})"):
        assert words_of_links(text).isbns == (DUNE,)


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://www.amazon.com/Dune-Frank-Herbert-ebook/dp/B00B7NPRY8", "Dune Frank Herbert"),
        ("https://www.amazon.com/s?k=dune+frank+herbert&i=stripbooks", "dune frank herbert"),
        ("https://www.goodreads.com/book/show/234225.Dune", "Dune"),
        ("https://www.goodreads.com/en/book/show/44767458-dune?from_search=true", "dune"),
        ("https://www.goodreads.com/book/show/5470.1984", "1984"),
        ("https://www.goodreads.com/book/show/40961427-1984", "1984"),
        ("https://www.goodreads.com/author/show/58.Frank_Herbert", "Frank Herbert"),
        ("https://openlibrary.org/works/OL893415W/Dune", "Dune"),
        ("https://openlibrary.org/books/OL1168083M/1984?mode=all", "1984"),
        ("https://www.worldcat.org/title/dune/oclc/1234567890", "dune"),
        ("https://www.librarything.com/work/2182/t/Dune", "Dune"),
        ("https://www.waterstones.com/book/dune/frank-herbert/", "dune"),
        ("https://www.fnac.com/a13371226/Frank-Herbert-Dune-Tome-1", "Frank Herbert Dune Tome 1"),
        ("https://www.casadellibro.com/libro-dune/1234567", "dune"),
        ("https://www.hugendubel.de/de/taschenbuch/frank_herbert-der_wuestenplanet-30545471-produkt-details.html",
         "frank herbert der wuestenplanet"),
        ("https://www.google.com/books/edition/Dune/B1hSG45JCX4C?hl=en", "Dune"),
        ("https://books.google.com/books/about/Dune.html?id=B1hSG45JCX4C", "Dune"),
        ("https://www.overdrive.com/media/39072/dune", "dune"),
        ("https://catalog.example.org/search?query=dune&searchType=smart", "dune"),
        ("https://en.wikipedia.org/wiki/Dune_(novel)", "Dune"),
        ("https://www.penguin.co.uk/books/56317/dune-by-frank-herbert/", "dune by frank herbert"),
        ("https://www.perlego.com/book/3710/fahrenheit-451", "fahrenheit 451"),
        ("https://books.example/20000-leagues-under-the-sea-123456", "20000 leagues under the sea"),
        ("https://books.apple.com/us/book/dune/id357920181", "dune"),
        ("https://www.librarything.com/search.php?search=Dune", "Dune"),
        ("https://library.example/discovery/search?query=any,contains,dune+messiah&tab=all", "dune messiah"),
        ("https://archive.org/details/dune-messiah0000herb", "dune messiah"),
        ("https://shop.example/artikel/1234567?q=2666", "2666"),
        ("https://books.example/cien-a%C3%B1os-de-soledad", "cien años de soledad"),
        ("https://filter.example/?url=https%3A%2F%2Fwww.goodreads.com%2Fbook%2Fshow%2F234225.Dune&d=05", "Dune"),
    ],
)  # fmt: skip
def test_an_address_without_an_isbn_says_the_words_of_its_path_or_search(address: str, title: str) -> None:
    assert words_of_links(address).titles[0] == title
    assert not words_of_links(address).isbns


@pytest.mark.parametrize(
    "address",
    [
        "https://app.thestorygraph.com/books/8b0e9d7c-1b3f-4d4f-9d77-cc12ab90e111",
        "https://www.thalia.de/shop/home/artikeldetails/A1060480087",
        "https://amzn.to/3xYzAbC",
        "https://a.co/d/fkQ9dXz",
        "https://www.goodreads.com/book/show/234225",
        "https://books.example/",
    ],
)
def test_an_address_of_ids_alone_says_nothing(address: str) -> None:
    read = words_of_links(f"before {address} after")
    assert (read.isbns, read.titles, read.text) == ((), (), "before after")


def test_a_year_is_a_title_after_an_author_and_no_title_as_a_date() -> None:
    assert words_of_links("https://standardebooks.org/ebooks/george-orwell/1984").titles == ("george orwell", "1984")
    assert words_of_links("https://news.example/books/2001/05/dune").titles == ("dune",)


def test_the_label_of_a_link_is_its_first_title_unless_it_is_an_address() -> None:
    assert words_of_links("<https://a.example/x-y|Dune by Frank Herbert>").titles == ("Dune by Frank Herbert", "x y")
    assert words_of_links("<https://a.example/x-y|a.example/x-y>").titles == ("x y",)
    assert words_of_links("<https://a.example/|Dune: Herbert: 9780441172719: Books>").isbns == (DUNE,)


def test_links_stand_in_the_order_of_the_text_each_with_its_own_titles() -> None:
    read = words_of_links("<https://a.example/emma> or https://openlibrary.org/works/OL893415W/Dune?")
    assert [(link.titles, link.is_of_books) for link in read.links] == [(("emma",), False), (("Dune",), True)]
    assert read.titles == ("emma", "Dune")
    assert read.text == "or"


@pytest.mark.parametrize(
    ("text", "remaining"),
    [
        ("9780441172719", ""),
        ("978-0-441-17271-9 please", "please"),
        ("Dune, ISBN 0-441-17271-7", "Dune,"),
        ("isbn-13: 978 0 441 17271 9 Dune", "Dune"),
        ("(0441172717)", "( )"),
        ("978.0.441.17271.9", ""),
        ("9 780441 172719", ""),
        ("ISBN: \uff10\uff14\uff14\uff11\uff11\uff17\uff12\uff17\uff11\uff17", ""),
        ("EAN 9780441172719.", "EAN ."),
    ],
)
def test_an_isbn_is_read_anywhere_in_a_text(text: str, remaining: str) -> None:
    read = words_of_links(text)
    assert (read.isbns, read.text) == ((DUNE,), remaining)


@pytest.mark.parametrize("text", ["0441172718", "call 555 0123 4567", "10441172717", "1984", "Fahrenheit 451", "A/B"])
def test_other_numbers_and_slashes_stay_in_the_text(text: str) -> None:
    read = words_of_links(text)
    assert (read.isbns, read.titles, read.text) == ((), (), text)


def test_numbers_of_the_site_are_no_isbns() -> None:
    for number in ("0441172717", "1600000008"):
        assert words_of_links(f"https://a.example/title/x/oclc/{number}").isbns == ()
        assert words_of_links(f"https://a.example/b?qid={number}").isbns == ()


@pytest.mark.parametrize(
    "text",
    [
        "https://a.b/" + "%" * 1_000_000,
        "a." * 500_000,
        "https://x/?" + "u=https%3A%2F%2Fx%2F%3F" * 50_000,
        "1-" * 500_000,
        "<https://" * 200_000,
        "https://x.example/ " * 50_000,
        "https://x/" + ")" * 1_000_000,
        "https://user:pass@xn--bcher-kva.example:99999/%ff%fe%zz/\u202edune",
        "https://[::1/%%%",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_addresses_are_read_at_once(text: str) -> None:
    before = time.process_time()
    read = words_of_links(text)
    assert time.process_time() - before < 0.5
    assert len(read.links) <= LINKS.links
    assert read.isbns == ()


@given(st.text(st.sampled_from("https://www.a-b%2F3Dq=?&#<>|().019780441172719X \u2013é"), max_size=200))
@settings(deadline=None, derandomize=True, max_examples=500)
def test_any_text_is_read(text: str) -> None:
    read = words_of_links(text)
    assert all(len(isbn) in (10, 13) for isbn in read.isbns)
    assert all(read.titles)
