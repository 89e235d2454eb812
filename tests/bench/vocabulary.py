"""Made-up words and names that are spelt like real ones, so that their trigrams are as common and as rare."""

import numpy as np
from numpy.typing import NDArray

# The most common words of English book titles, so that trigrams such as "the" and "ing" are as common.
COMMON_WORDS = """
the of and a in to for love life man house world night girl death time story secret book my how day dark heart
with black lost women blood children from war best last little murder your on red heaven guide game wild dead
family christmas summer river old at woman fire white dream stone history art years garden way city moon child
first great winter king star light home magic mystery cat new land dog sea two lady road silent bride daughter
good journey god street one golden fall true mind green water complete sky wind soul body sister shadow three
eyes living music dance high prince king's making american english island lord queen long school earth spirit
wife beyond dragon evil wolf letters horse mother bone doctor gold rain blue deep cold kiss promise glass bridge
mountain tales poems stories paradise angel silver diary power honor tree killing friend work nature mirror
sword gate seven sun flight witch empire end ghost circle rose under rising midnight stranger
""".split()  # noqa: SIM905 - a list would have a line for each word
# The parts of a syllable: groups of spellings, each with the weight of a spelling.
_ONSETS = {
    "s t b m d r l h w p c f g n k v j": 6,
    "st br tr ch sh th cr gr fl pr cl bl sp dr wh fr sl qu sc sw str thr": 1,
}
_NUCLEI = {"a e i o u": 6, "ea ou ai oo ee ie oa y au ow": 1}
_CODAS = {"n r t s l d m": 6, "ng st nd ck th ll ss nt rt ld x p g k b rd sh nce ft mp": 1, "": 60}


def made_up_words(random: np.random.Generator, count: int) -> list[str]:
    """Return different words of one to three syllables, none of them in `COMMON_WORDS`."""
    common = set(COMMON_WORDS)
    words: dict[str, None] = {}
    while len(words) < count:
        shape = (count, 3)
        syllables = _spellings(random, _ONSETS, shape) + _spellings(random, _NUCLEI, shape)
        syllables += _spellings(random, _CODAS, shape)
        lengths = random.choice([1, 2, 3], p=[0.2, 0.55, 0.25], size=count)
        for row, length in zip(syllables.tolist(), lengths.tolist(), strict=True):
            word = "".join(row[:length])
            if len(word) > 2 and word not in common:
                words[word] = None
    return list(words)[:count]


def zipf_choice(random: np.random.Generator, size: int, count: int) -> NDArray[np.int64]:
    """Sample `count` ranks from 0 to `size` - 1, each with a weight of 1 / (rank + 2.7), as words in a language."""
    frequencies = np.cumsum(1 / (np.arange(size) + 2.7))
    ranks: NDArray[np.int64] = np.searchsorted(frequencies, random.random(count) * frequencies[-1])
    return ranks


def _spellings(random: np.random.Generator, letters: dict[str, int], shape: tuple[int, int]) -> NDArray[np.object_]:
    spellings = [(spelling, weight) for group, weight in letters.items() for spelling in group.split(" ")]
    weights = np.array([weight for _, weight in spellings], dtype=float)
    choices = random.choice(len(spellings), p=weights / weights.sum(), size=shape)
    return np.array([spelling for spelling, _ in spellings], dtype=object)[choices]
