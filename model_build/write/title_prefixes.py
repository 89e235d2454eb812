"""The most read titles that begin with something very many begin with, so that no menu has to sort them all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from shelftalker.model.format import MODEL_FORMAT

# Up to so many titles with a beginning are sorted in less than a millisecond when they are asked for.
_TITLES_SORTED_WHEN_ASKED = 1000
# Keys have no article; who types one gets the titles that have it.
_ARTICLE = re.compile(r"(?:the|an?) ", re.IGNORECASE)


def common_beginnings(keys: Sequence[tuple[str, int]], titles: Iterable[str]) -> Iterator[tuple[str, int]]:
    """(prefix, work) of the most read works for each common beginning, in order.

    Args:
        keys: (key, work) of every normalised title; works are numbered by popularity, the most popular first.
        titles: [works] as shown.
    """
    with_article = _beginnings_with_article(titles)
    common: dict[str, list[int]] = {prefix: [] for prefix in with_article}
    pending = _by_beginning(keys, 1)
    while pending:
        prefix, beginning_so = pending.popitem()
        if len(beginning_so) > _TITLES_SORTED_WHEN_ASKED or prefix in with_article:
            common[prefix] = [work for _, work in beginning_so]
            pending |= _by_beginning(beginning_so, len(prefix) + 1)
    for prefix, works in sorted(common.items()):
        most_read = sorted({*works, *with_article.get(prefix, [])})[: MODEL_FORMAT.books_per_title_prefix]
        yield from ((prefix, work) for work in most_read)


def _by_beginning(keys: Iterable[tuple[str, int]], length: int) -> dict[str, list[tuple[str, int]]]:
    """The keys of at least so many letters, by as many."""
    groups: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, work in keys:
        if len(key) >= length:
            groups[key[:length]].append((key, work))
    return groups


def _beginnings_with_article(titles: Iterable[str]) -> dict[str, list[int]]:
    """The most read works whose title has an article in front, by each part of it that may have been typed: 't', 'th'.

    Beginnings with a space after the article are those of no key.
    """
    works: defaultdict[str, list[int]] = defaultdict(list)
    for work, title in enumerate(titles):
        if article := _ARTICLE.match(title):
            for length in range(1, len(article[0]) + 1):
                works[article[0][:length].casefold()].append(work)
    return {prefix: begin_so[: MODEL_FORMAT.books_per_title_prefix] for prefix, begin_so in works.items()}
