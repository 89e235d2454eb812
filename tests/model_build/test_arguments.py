"""The options of the commands: their values, and what is refused before anything is read."""

from pathlib import Path

import pytest

from model_build.arguments import command_parser

QUERY = ["query", "--model", "m", "dune"]


@pytest.mark.parametrize(
    ("text", "years"),
    [("1990-1999", (1990, 1999)), ("2000-", (2000, None)), ("-1950", (None, 1950)), ("1984", (1984, 1984))],
)
def test_years_are_a_range_open_at_either_end_or_one(text: str, years: tuple[int | None, int | None]) -> None:
    assert command_parser().parse_args([*QUERY, f"--years={text}"]).years == years


@pytest.mark.parametrize("text", ["-", "", "last year", "1990-1999-2000", "20000-"])
def test_what_is_no_range_of_years_is_refused_with_examples(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        command_parser().parse_args([*QUERY, f"--years={text}"])
    assert refused.value.code == 2
    assert "expected years such as 1990-1999, 2000-, -1950 or 1984" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["0", "-3", "1.5", "many", ""])
def test_a_number_of_books_is_at_least_one(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["recommend-for", "--model", "m", "--shelves", "s.csv", "--output", "o.csv", "--limit"]
    assert command_parser().parse_args([*wanted, "1"]).limit == 1
    with pytest.raises(SystemExit):
        command_parser().parse_args([*wanted, text])
    assert f"expected a number from 1, not {text!r}" in capsys.readouterr().err


def test_several_sources_are_kept_in_their_order() -> None:
    options = command_parser().parse_args(["build", "--data", "a", "--data", "b", "--output", "m"])
    assert options.data == [Path("a"), Path("b")]


def test_without_a_command_the_commands_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_parser().parse_args([])
    assert "COMMAND" in capsys.readouterr().err
