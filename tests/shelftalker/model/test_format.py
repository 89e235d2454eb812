"""Addresses of covers in a model."""

import pytest

from shelftalker.model.format import is_cover_address


@pytest.mark.parametrize(
    "address",
    [
        "https://covers.openlibrary.org/b/id/12345-M.jpg",
        "https://images.example.com:8443/a/b.jpg?size=M&x=1#top",
        "https://bücher.example.de/umschläge/ä.jpg",
        "https://example.org/" + "a" * 1980,
    ],
)
def test_https_addresses_of_up_to_two_thousand_characters_can_be_shown(address: str) -> None:
    assert is_cover_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "http://example.org/a.jpg", "https://", "https://example.org", "https://example.org/",
        "https://localhost/a.jpg",
        "https://example.org/a b.jpg", "https://example.org/a.jpg\n", "https://user@example.org/a.jpg",
        "https://example.org/" + "a" * 1981, "javascript:alert(1)",
        "https://example.org/<a>.jpg", "data:image/png,a.b/c",
        "https:///a.jpg", " https://example.org/a.jpg", "https://example.org:port/a.jpg", "12345",
    ],
)  # fmt: skip
def test_anything_else_can_not(address: str) -> None:
    assert not is_cover_address(address)
