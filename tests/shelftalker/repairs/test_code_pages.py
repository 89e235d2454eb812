"""UTF-8 that was read by a code page of one byte a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.repairs.code_pages import count_misreadable, decodings


def test_the_bytes_of_a_code_page_are_utf8_again() -> None:
    (decoding,) = [found for found in decodings("ProwadĹş swĂłj pĹ‚ug") if not found.is_restored]
    assert decoding.text == "Prowadź swój pług"
    assert decoding.sequences == 3


@pytest.mark.parametrize("right", ["Straße", "Война и мир", "Ăsta", "中国", "Émile", "Ελύτης"])
def test_right_text_is_no_utf8_of_any_code_page(right: str) -> None:
    assert decodings(right) == []


def test_a_lost_blank_is_restored_as_the_likelier_letter() -> None:
    assert "città di" in [found.text for found in decodings("cittÃ di")]
    assert "наших" in [found.text for found in decodings("наших".encode().decode("latin-1")[:-1]) if found.is_restored]


def test_pairs_of_characters_that_may_be_sequences_are_counted() -> None:
    assert count_misreadable("GarcÃ\xada AÃ±os") == 2
    assert count_misreadable("Garcia") == 0
    assert count_misreadable("中国") == 0


@given(st.text("aé Ã±Ä\x8d¡žпâ€™", max_size=12))
def test_no_decoding_has_more_sequences_than_the_text_has_pairs(text: str) -> None:
    assert all(decoding.sequences <= count_misreadable(text) for decoding in decodings(text))
