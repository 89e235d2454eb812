import pytest

from model_build.open_library.keys import keys_in, number_of, numbers_in, text_in, texts_in, work_id


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("/works/OL45804W", 45804), ("OL45804W", 45804), ("/authors/OL1A", 1), (" /books/OL7M ", 7),
        ("/languages/eng", None), ("/works/45804", None), ("", None), (None, None), (17, None), ("/works/OL1WX", None),
    ],
)  # fmt: skip
def test_the_number_of_a_key_is_that_of_open_library_or_none(key: object, number: int | None) -> None:
    assert number_of(key) == number


@pytest.mark.parametrize(
    "entry",
    ["/authors/OL1A", {"key": "/authors/OL1A"}, {"author": "/authors/OL1A"},
     {"type": {"key": "/type/author_role"}, "author": {"key": "/authors/OL1A"}}],
)  # fmt: skip
def test_an_author_is_found_in_each_of_the_four_shapes(entry: object) -> None:
    assert keys_in([entry]) == ["/authors/OL1A"]
    assert numbers_in([entry, entry]) == [1]


@pytest.mark.parametrize(
    "value", [None, [], [None], [{}], [{"author": None}], [{"author": {"key": 7}}], 7, {"type": "x"}]
)
def test_fields_without_a_key_name_nobody(value: object) -> None:
    assert keys_in(value) == []


def test_texts_are_those_of_a_list_a_value_or_an_object_without_blanks() -> None:
    assert texts_in(["a  b ", {"value": "c"}, {"name": "d"}, None, 3, ""]) == ["a b", "c", "d"]
    assert texts_in("one") == ["one"]
    assert text_in({"type": "/type/text", "value": "long"}) == "long"
    assert text_in(None) == ""


def test_the_id_of_a_work_is_its_key_without_the_folder() -> None:
    assert work_id(45804) == "OL45804W"
