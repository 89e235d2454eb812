"""The parameters of template.yaml: what they take, and what they refuse before anything is deployed."""

import re

import pytest

from shelftalker.settings import AnswerSettings, SettingsError
from tests.cloudformation import TEMPLATE


@pytest.mark.parametrize("name", TEMPLATE["Parameters"])
def test_a_parameter_is_described_and_refuses_nonsense(name: str) -> None:
    parameter = TEMPLATE["Parameters"][name]

    assert parameter["Description"].endswith(".")
    assert parameter.keys() & {"AllowedPattern", "AllowedValues", "MinValue"}
    if pattern := parameter.get("AllowedPattern"):
        assert re.fullmatch(pattern, parameter["Default"])
        assert not re.fullmatch(pattern, "no * here")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ReservedConcurrency", "00"),  # of which Lambda makes 0, with which nobody is answered
        ("ReservedConcurrency", "1001"),
        ("SigningSecretParameterName", "/aws/slack-signing-secret"),  # which SSM keeps for AWS
        ("BotTokenParameterName", "/SSM-tokens/slack"),
        ("ClientSecretParameterName", "/awsome"),
        ("ModelPrefix", ".."),  # which the way to S3 takes for the folder above
        ("ModelPrefix", "models/../other"),
        ("ModelPrefix", "."),
    ],
)
def test_a_value_that_fails_only_later_is_refused_before_the_deployment(name: str, value: str) -> None:
    assert not re.fullmatch(TEMPLATE["Parameters"][name]["AllowedPattern"], value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ReservedConcurrency", "1000"),
        ("SigningSecretParameterName", "/shelftalker/aws"),
        ("ModelPrefix", "models/of.2026/v1"),
    ],
)
def test_values_beside_those_that_fail_are_taken(name: str, value: str) -> None:
    assert re.fullmatch(TEMPLATE["Parameters"][name]["AllowedPattern"], value)


@pytest.mark.parametrize(
    ("book_link", "is_one"),
    [
        ("", True),
        ("https://library.example:8080/search?q={title}&by={author}", True),
        ("http://library.example/{isbn}", False),
        ("https://library.example/search", False),
        ("https://library.example/{shelf}/{isbn}", False),
        ("https://{isbn}.example/", False),
        ("https://library.example/{isbn}|label>", False),
        ("https://library.example/{isbn}|https://library.example/?q={title}", True),
        ("https://library.example/{isbn}||https://library.example/?q={title}", False),
        ("https://library.example/{isbn}|", False),
        ("https://library.example/{isbn}|https://library.example/", False),
        (f"https://library.example/{'a' * 270}{{isbn}}", True),
        (f"https://library.example/{'a' * 271}{{isbn}}", False),
        (f"https://library.example/{{isbn}}|https://library.example/{'a' * 271}{{isbn}}", False),
    ],
)
def test_the_parameter_of_the_book_link_takes_what_the_functions_take(book_link: str, *, is_one: bool) -> None:
    pattern = TEMPLATE["Parameters"]["BookLink"]["AllowedPattern"]
    try:
        taken = "|".join(AnswerSettings.from_environment({"BOOK_LINK": book_link}).book_links) == book_link
    except SettingsError:
        taken = False

    assert bool(re.fullmatch(pattern, book_link)) is taken is is_one


def test_the_links_beside_books_are_by_default_those_of_the_functions() -> None:
    assert TEMPLATE["Parameters"]["BookLink"]["Default"] == "|".join(AnswerSettings().book_links)
