"""Titles of other editions beside the shown one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shelftalker.model.other_titles import decode_other_titles, encode_other_titles

TITLES = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1)


@given(TITLES, st.lists(TITLES, min_size=1), st.integers(0, 20))
@settings(deadline=None, derandomize=True)
def test_titles_are_unpacked_as_they_were_packed(shown: str, titles: list[str], in_common: int) -> None:
    keys = [*titles, *(shown[:in_common] + title for title in titles), shown]
    assert decode_other_titles(shown, encode_other_titles(shown, keys)) == keys


def test_of_a_longer_title_only_the_rest_is_written() -> None:
    assert len(encode_other_titles("dune", ["dune the novel"])) == 1 + len(" the novel")
    shown = "a" * 50_000
    assert decode_other_titles(shown, encode_other_titles(shown, [shown + "b"])) == [shown + "b"]
