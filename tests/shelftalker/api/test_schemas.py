"""Tests of the schemas of books."""

import pytest
from jsonschema import Draft202012Validator, ValidationError

from shelftalker.api.answers import book_content
from shelftalker.api.schemas import BOOK_MEMBERS, REQUIRED_OF_BOOK, object_schema, or_null
from shelftalker.model.catalogue import Catalogue
from shelftalker.views.wording import DatasetFacts


def test_an_object_has_its_members_and_no_others() -> None:
    schema = object_schema({"a": {"type": "string"}, "b": or_null("integer", "A number.")}, ("a",))
    validator = Draft202012Validator(schema)

    assert [validator.is_valid(each) for each in ({"a": ""}, {"a": "", "b": None}, {"a": "", "b": 1})] == [True] * 3
    for wrong in ({}, {"b": 1}, {"a": "", "c": 1}, {"a": "", "b": "1"}):
        with pytest.raises(ValidationError):
            validator.validate(wrong)
    assert object_schema({"a": {}, "b": {}})["required"] == ["a", "b"]


@pytest.mark.parametrize("counts_readers", [False, True])
def test_every_book_of_the_sample_fits(counts_readers: bool, sample: Catalogue) -> None:
    validator = Draft202012Validator(object_schema(BOOK_MEMBERS, REQUIRED_OF_BOOK))
    dataset = DatasetFacts(sample.rating_scale, counts_readers=counts_readers)

    assert not [book for book in sample.all_books() if not validator.is_valid(book_content(book, dataset))]
