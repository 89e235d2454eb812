"""The values of ratings as tables write them, and the scale that they tell."""

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ScaleConfig:
    """Rules that tell a scale from ratings.

    Attributes:
        scales: The best ratings of known scales. Half and quarter stars are ratings of the scale of 5.
        fitting_factor: Most times that a known scale may be as large as the best rating that enough rows have.
        off_scale: Share of the ratings beyond a scale up to which they are slips, and not of a larger scale. Of 8
            million ratings of 1 to 10, 85% are over 5.
        least_ratings: Least number of ratings that outweigh the usual scale of a source.
        like_share: Least share of the scale that is a like: 7 of 10, 4 of 5. Many books are read because they were
            free, and not liked.
        counted_share: Least share of ones among whole numbers that count loans or reads and are no ratings, where more
            are the rarer: most books are borrowed once, and the worst rating is nowhere the commonest by far.
        steps: Least number of different ratings beside which one of nines alone, beyond twice their scale, stands for
            no answer, as surveys have it: of 1, 2, ... 10 and 99, the 99 is off the scale of 10.
    """

    scales: tuple[int, ...] = (5, 10, 20, 100)
    fitting_factor: int = 2
    off_scale: float = 0.05
    least_ratings: int = 50
    like_share: float = 0.7
    counted_share: float = 0.5
    steps: int = 3


SCALES = ScaleConfig()
_UNUSABLE = -1
_OF_A_SCALE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|out of|von|sur|de)\s*(\d+)(?:\s*stars?)?", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_STARS = re.compile(r"([★⭐*❤♥]{0,5})(½?)☆*|(\d+(?:[.,]\d+)?)\s*(?:stars?|\*|★)", re.IGNORECASE)
_HALVES = re.compile(r"(\d+) ?(?:½|1/2)")
_DATE = re.compile(
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*|\d{1,2}[-. ]{1,2}[^\W\d]{3,9}\.?|[^\W\d]{3,9}[-. ]\d{1,4}", re.ASCII
)
_DECIMAL_COMMA = re.compile(r"\d+,\d+")


# Words and signs for ratings. -1 is a dislike beside 1, and "not rated" beside other numbers, as a 0 is. The five
# sentences are those of Goodreads.
_WORDS: dict[str, tuple[float, int]] = {
    **dict.fromkeys(
        ["up", "thumbs up", "thumbs_up", "thumbsup", "👍", "like", "liked", "likes", "love", "loved", "yes", "true",
         "positive", "+", "+1", "❤", "♥", "recommended"],
        (1.0, 0),
    ),
    **dict.fromkeys(
        ["down", "thumbs down", "thumbs_down", "thumbsdown", "👎", "dislike", "disliked", "no", "false", "negative",
         "-1", "-1.0", "not rated", "unrated", "not recommended"],
        (0.0, 0),
    ),
    **{
        word: (float(number), 5)
        for number, words in enumerate(
            (("did not like it", "one", "one star"), ("it was ok", "two", "two stars"),
             ("liked it", "three", "three stars"), ("really liked it", "four", "four stars"),
             ("it was amazing", "five", "five stars")),
            1,
        )
        for word in words
    },
}  # fmt: skip


class RatingTexts(dict[str, int]):
    """Ratings as they are written -> their number from 0 in `texts`, or -1 for one that is no rating.

    Attributes:
        texts: Each distinct spelling of a rating.
        numbers: The value of each; 0 for none.
        scales: The scale that each names itself, 5 for '4/5'; 0 for none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.numbers: list[float] = []
        self.scales: list[int] = []

    def __missing__(self, raw: str) -> int:
        parsed = parse_rating(raw)
        if parsed is None:
            self[raw] = _UNUSABLE
            return _UNUSABLE
        code = self[raw] = len(self.texts)
        self.texts.append(raw)
        self.numbers.append(parsed[0])
        self.scales.append(parsed[1])
        return code


def parse_rating(raw: str) -> tuple[float, int] | None:
    """Return the number of a rating and the scale that it names, 0 for none; None where it is no rating.

    '4.5' and '4,5' are (4.5, 0), '4/5' is (4, 5), '80%' is (80, 100), '' is (0, 0), 'up' is (1, 0), 'down' is (0, 0).
    """
    text = raw.strip().strip("'\"").replace("\ufe0f", "")  # without the mark of coloured signs
    if not text:
        return 0.0, 0
    if (word := " ".join(text.casefold().split())) in _WORDS:
        return _WORDS[word]
    if marked := _parse_marks(text):
        return marked
    number = _number(text)
    return (number, 0) if 0 <= number < math.inf else None


def _parse_marks(text: str) -> tuple[float, int] | None:
    """Return the number and the scale of a rating with a scale, a percent sign or stars; None for any other text."""
    if (found := _OF_A_SCALE.fullmatch(text)) and _number(found[1]) <= int(found[2]) > 0:
        return _number(found[1]), int(found[2])
    if found := _PERCENT.fullmatch(text):
        return _number(found[1]), 100
    if found := _STARS.fullmatch(text):
        return (_number(found[3]), 0) if found[3] else (len(found[1]) + len(found[2]) / 2, 5)
    if found := _HALVES.fullmatch(text):
        return _number(found[1]) + 0.5, 0
    return None


def advise_on(raw: str) -> str:
    """Return advice on a rating that is none, as the end of a sentence."""
    text = raw.strip()
    if _DATE.fullmatch(text):
        return "a spreadsheet took it for a date: format the column as numbers or text there, and export it again"
    if text.startswith(("-", "\u2212")):
        return "it is below 0: add to all ratings what makes the worst one 1"
    return "expected a number, or 4/5, 80%, ★★★★, like or dislike"


def _number(text: str) -> float:
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        return float(text) if "_" not in text else math.nan
    except ValueError:
        return math.nan


@dataclass(frozen=True, slots=True)
class RatingScale:
    """A scale, and the value of each distinct rating on it.

    Attributes:
        rating_scale: The best rating; None where nothing is rated.
        like_threshold: The least value that is a like; without ratings 0, as every row is a like, or 1 where 0 is none.
        values: [distinct ratings] float64, 0 to the scale; NaN for one off the scale. Without ratings 0 or 1.
        are_counts: True where the numbers count reads and are no ratings.
    """

    rating_scale: int | None
    like_threshold: float
    values: NDArray[np.float64]
    are_counts: bool = False


def tell_scale(
    texts: RatingTexts, rows: NDArray[np.int64], stated: int | None = None, usual: int | None = None
) -> RatingScale:
    """Return the scale of ratings: the stated one, else the smallest known one that holds all but a few of them.

    A known scale that is much larger than the ratings, or on which none is a like, gives way to one that ends at them:
    of 4, 8, ... 20 the best rating is 20. Where no row has a number, or the one number is 1 (the weight of a read),
    there are no ratings; 0 beside 1 is no like. Nor are there ratings where most numbers are 1: they count reads.

    Args:
        texts: The distinct ratings.
        rows: [distinct ratings] number of rows with each.
        stated: The scale that the data's makers state.
        usual: The scale of the kind of source, which stands where there are too few ratings to tell another.
    """
    numbers = np.array(texts.numbers, dtype=np.float64)
    named = np.array(texts.scales, dtype=np.float64)
    rated = (numbers > 0) & (rows > 0)
    few = rows[rated].sum() < SCALES.least_ratings
    if stated is None and _are_weights(numbers[rated], named[rated]) and not (usual and few and rated.any()):
        is_zero = np.array(
            [bool(text.strip()) and not number for text, number in zip(texts.texts, numbers, strict=True)]
        )
        has_both = bool(rated.any() and rows[is_zero].any())
        return RatingScale(None, 1.0 if has_both else 0.0, numbers if has_both else np.zeros(len(numbers)))
    if stated is None and not few and _are_counts(numbers[rated], named[rated], rows[rated]):
        return RatingScale(None, 0.0, np.zeros(len(numbers)), are_counts=True)
    scale = stated or (usual if usual and few else _fitting_scale(numbers[rated], named[rated], rows[rated]))
    values = np.where(named > 0, numbers / np.maximum(named, 1) * scale, numbers)
    values[values > scale] = np.nan
    return RatingScale(scale, SCALES.like_share * scale, values)


def _are_weights(numbers: NDArray[np.float64], named: NDArray[np.float64]) -> bool:
    return bool((numbers == 1).all() and not named.any())


def _are_counts(numbers: NDArray[np.float64], named: NDArray[np.float64], rows: NDArray[np.int64]) -> bool:
    ones = rows[numbers == 1].sum()
    is_whole = bool((numbers == np.floor(numbers)).all() and not named.any())
    first_three = rows[np.argsort(numbers)][:3]
    more_is_rarer = len(first_three) == 3 and bool((np.diff(first_three) <= 0).all())
    return is_whole and more_is_rarer and bool(ones > SCALES.counted_share * rows.sum())


def _fitting_scale(numbers: NDArray[np.float64], named: NDArray[np.float64], rows: NDArray[np.int64]) -> int:
    """Return the smallest known scale that holds all ratings but slips; their own best one where it does not fit."""
    best = np.maximum(numbers, named)
    order = np.argsort(best)
    rows_above = rows.sum() - np.cumsum(rows[order])
    own = math.ceil(best[order][np.argmax(rows_above <= SCALES.off_scale * rows.sum())])
    others = best[best < best.max()]
    if len(others) >= SCALES.steps:
        held = next((scale for scale in SCALES.scales if scale >= others.max()), own)
        is_no_answer = set(f"{best.max():g}") == {"9"} and best.max() > SCALES.fitting_factor * held
        own = math.ceil(others.max()) if is_no_answer else own
    scale = next((scale for scale in SCALES.scales if scale >= own), own)
    shares = numbers / np.where(named > 0, named, scale)
    has_likes = bool(((shares >= SCALES.like_share) & (shares <= 1)).any())
    return scale if has_likes and scale <= SCALES.fitting_factor * own else own
