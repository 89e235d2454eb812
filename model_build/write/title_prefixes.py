"""Common title prefixes, each with its most read titles, so that no search for a prefix has to sort them all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shelftalker.model.format import MODEL_FORMAT


@dataclass(frozen=True, slots=True)
class TitlePrefixConfig:
    """The choice of the prefixes that are stored.

    Attributes:
        max_unstored_titles: Most titles of a prefix that is not stored: so many are sorted in less than a millisecond
            when the prefix is typed.
        article: Articles in front of a title: its keys have none, and readers who type one get the titles with it.
    """

    max_unstored_titles: int = 1000
    article: re.Pattern[str] = re.compile(r"(?:the|an?) ", re.IGNORECASE)


TITLE_PREFIXES = TitlePrefixConfig()


def common_title_prefixes(keys: Sequence[tuple[str, int]], titles: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield (prefix, work) of the most read works of each common prefix, in order.

    Args:
        keys: (key, work) of every normalised title; works are numbered by popularity, the most popular first.
        titles: [works] as shown.
    """
    with_article = _works_by_article_prefix(titles)
    common: dict[str, list[int]] = {prefix: [] for prefix in with_article}
    pending = _group_by_prefix(keys, 1)
    while pending:
        prefix, keys_with_prefix = pending.popitem()
        if len(keys_with_prefix) > TITLE_PREFIXES.max_unstored_titles or prefix in with_article:
            common[prefix] = [work for _, work in keys_with_prefix]
            pending |= _group_by_prefix(keys_with_prefix, len(prefix) + 1)
    for prefix, works in sorted(common.items()):
        most_read = sorted({*works, *with_article.get(prefix, [])})[: MODEL_FORMAT.books_per_title_prefix]
        yield from ((prefix, work) for work in most_read)


def _group_by_prefix(keys: Iterable[tuple[str, int]], length: int) -> dict[str, list[tuple[str, int]]]:
    """Return the keys of at least `length` letters by their first `length` letters."""
    groups: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, work in keys:
        if len(key) >= length:
            groups[key[:length]].append((key, work))
    return groups


def _works_by_article_prefix(titles: Iterable[str]) -> dict[str, list[int]]:
    """Return the most read works whose title has an article in front, by each prefix of the article: 't', 'th', 'the'.

    Prefixes with a space after the article are those of no key.
    """
    works: defaultdict[str, list[int]] = defaultdict(list)
    for work, title in enumerate(titles):
        if article := TITLE_PREFIXES.article.match(title):
            for length in range(1, len(article[0]) + 1):
                works[article[0][:length].casefold()].append(work)
    return {prefix: by_popularity[: MODEL_FORMAT.books_per_title_prefix] for prefix, by_popularity in works.items()}
