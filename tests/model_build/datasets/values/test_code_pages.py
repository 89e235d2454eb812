"""UTF-8 that was read by a code page of one byte a character."""

import pytest

from model_build.datasets.values.code_pages import decodings, may_be_misread


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


def test_two_characters_in_a_row_make_a_text_suspect() -> None:
    assert may_be_misread("GarcÃ\xada")
    assert not may_be_misread("Garcia")
    assert not may_be_misread("中国")
