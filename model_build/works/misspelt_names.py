"""Names of one author's books with a letter off: "Focault's Pendulum" beside "Foucault's Pendulum"."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from rapidfuzz.distance import OSA

# Least number of letters of a name in which one may be a misprint. In shorter ones it is often a translation:
# "Contact" and "Contacto", "Der Alchimist" and "L'Alchimiste".
_SHORTEST_NAME = 14


def misspelt_names(names: Iterable[str]) -> dict[str, str]:
    """Return the names that are another name of the same author with one letter off -> that other name.

    The name of more titles stands for both. Numbers are never misprints, and a name is never a misprint in its first
    letter.

    Args:
        names: [titles] keys of the names of one author's titles.
    """
    count = Counter(name for name in names if len(name) >= _SHORTEST_NAME)
    if len(count) < 2:
        return {}
    alike: defaultdict[str, list[str]] = defaultdict(list)
    half = _SHORTEST_NAME // 2
    for name in count:
        # One letter is off in one half only, so that the beginning or the end is the same.
        alike[name[:half]].append(name)
        alike[f"-{name[-half + 1 :]}"].append(name)
    misspelt: dict[str, str] = {}
    for same_half in alike.values():
        for one, other in combinations(same_half, 2):
            if one[0] == other[0] and OSA.distance(one, other, score_cutoff=1) <= 1 and _digits(one) == _digits(other):
                rarer, commoner = sorted((one, other), key=lambda name: (count[name], name))
                misspelt[rarer] = commoner
    return {name: misspelt.get(commoner, commoner) for name, commoner in misspelt.items()}


def _digits(name: str) -> list[str]:
    return [letter for letter in name if letter.isdigit()]
