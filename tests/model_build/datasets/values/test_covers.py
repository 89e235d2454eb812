import pytest

from model_build.datasets.values.covers import cover_address, open_library_id


@pytest.mark.parametrize(
    ("listed", "address"),
    [
        ("12345", "https://covers.openlibrary.org/b/id/12345-M.jpg"),
        (" https://example.org/a.jpg ", "https://example.org/a.jpg"),
        ("http://example.org/a.jpg", "https://example.org/a.jpg"),
        ("-1", ""), ("0", ""), ("", ""), ("data:image/png;base64,AAAA", ""), ("ftp://example.org/a.jpg", ""),
        ("https://example.org/nophoto/book.jpg", ""), ("https://example.org/no-image.png", ""),
        ("https://example.org/" + "a" * 2000, ""), ("//example.org/a.jpg", ""), ("https://example.org/a b.jpg", ""),
    ],
)  # fmt: skip
def test_a_cover_is_an_id_or_an_address_that_can_be_shown(listed: str, address: str) -> None:
    assert cover_address(listed) == address


@pytest.mark.parametrize(
    ("address", "cover_id"),
    [
        ("https://covers.openlibrary.org/b/id/12345-M.jpg", "12345"),
        ("https://covers.openlibrary.org/b/id/7-L.jpg", "7"),
        ("https://covers.openlibrary.org/b/id/7.jpg?default=false", "7"),
        ("https://covers.openlibrary.org/b/isbn/0441172717-M.jpg", ""),
        ("https://covers.openlibrary.org/b/id/-1-M.jpg", ""),
        ("https://example.org/b/id/7-M.jpg", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_id_in_an_address_of_open_library_is_found(address: str, cover_id: str) -> None:
    assert open_library_id(address) == cover_id
