"""The likelihood that a title of the catalogue is meant, from all that a question and the catalogue tell of it.

It decides where the tests of certainty.py know too few of the words beside a title. No single sign does: a book of many
readers, two words that no other title has, a border on one side and a word of the sentence's language on the other may
together. The weights are those of a logistic regression, which each build fits to sentences about its own books and
about books that it lacks, see model_build/questions/likelihood_fit.py.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shelftalker.search.named_titles import NamedTitle
from shelftalker.search.sentences.certainty import Certainty
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_signs import Signs, TitleSigns
from shelftalker.search.typed_words import TypedWords


class TitleWeights(NamedTuple):
    """Weights that a build fits to its catalogue.

    Attributes:
        least: Likelihood from which a title is meant.
        least_told: Likelihood below which a title is not meant, although the words beside it tell that it is.
        signs: Weights of the signs in the logarithm of the odds.
    """

    least: float
    least_told: float
    signs: Signs

    @classmethod
    def of_model(cls, fitted: Mapping[str, float]) -> "TitleWeights":
        """Return the weights that a model has, by their names; those of Book-Crossing for what it has none of."""
        numbers = {name: fitted.get(name, weight) for name, weight in WEIGHTS.signs._asdict().items()}
        least, least_told = (fitted.get(name, getattr(WEIGHTS, name)) for name in ("least", "least_told"))
        return cls(least, least_told, Signs(**numbers))

    def by_name(self) -> dict[str, float]:
        """Return the weights by their names, as `of_model` reads them."""
        return {"least": self.least, "least_told": self.least_told, **self.signs._asdict()}


# Fitted to Book-Crossing by `fit_title_weights`; a fit to another catalogue departs from them as its questions tell.
WEIGHTS = TitleWeights(
    least=0.74,
    least_told=0.165,
    signs=Signs(
        always=-0.01,
        readers=1.9,
        readers_single=-0.52,
        longer=-1.08,
        single=0.51,
        frequent_single=-1.72,
        exclusive=0.14,
        many_words=0.84,
        everyday=-0.64,
        unowned=-0.84,
        article=0.96,
        number=-0.39,
        capitals=2.35,
        cut_by_capitals=-2.04,
        other_language=0.43,
        words_beside=-0.98,
        words_beside_single=0.01,
        strange=-2.98,
        strange_single=-1.82,
        own_words=-0.35,
        starts_text=0.89,
        starts_sentence=-0.01,
        starts_item=-0.7,
        starts_at_border=-0.2,
        behind_strange=-2.34,
        behind_unknown=0.03,
        behind_owner=-0.73,
        ends_text=0.17,
        ends_sentence=-0.43,
        ends_item=0.56,
        ends_at_border=0.29,
        before_strange=-1.38,
        before_small=-0.07,
        single_sentence=-0.17,
        near_number=-0.09,
    ),
)


class TitleLikelihood:
    """The likelihood of the titles among the words of one question."""

    def __init__(
        self,
        words: TypedWords,
        certainty: Certainty,
        longer: LongerTitles,
        titles: Sequence[NamedTitle],
        weights: TitleWeights = WEIGHTS,
    ) -> None:
        """Read the words.

        Args:
            words: The words of the question.
            certainty: The tests of titles among them.
            longer: The longer titles around them.
            titles: The titles that may be meant; the sentence's language is that of the other words.
            weights: Those of the catalogue.
        """
        self._words = words
        self._certainty = certainty
        self._weights = weights
        self._signs = TitleSigns(words, certainty, longer, titles)

    def of(self, title: NamedTitle, chosen: Sequence[NamedTitle] = ()) -> float:
        """Return the likelihood, from 0 to 1, that a title is meant.

        Args:
            title: The title.
            chosen: Others that are meant, which take up their words.
        """
        if self.is_ruled_out(title, chosen):
            return 0.0
        score = sum(weight * sign for weight, sign in zip(self._weights.signs, self.signs(title, chosen), strict=True))
        return 1 / (1 + math.exp(-score))

    def signs(self, title: NamedTitle, chosen: Sequence[NamedTitle] = ()) -> Signs:
        """Return the signs for a title and against it, as `of` weighs them."""
        taken = frozenset(place for other in chosen for place in range(other.first, other.after_last))
        return self._signs.signs(title, taken)

    def is_ruled_out(self, title: NamedTitle, chosen: Sequence[NamedTitle] = ()) -> bool:
        """Test if a title is a part of something else by what stands beside it, or stands in no sentence."""
        evidence = self._certainty.evidence
        is_part = self._certainty.borders.is_within_word(title) or evidence.is_numbered(title)
        is_part |= evidence.is_owned(title) and not self._certainty.borders.is_marked(title)
        is_name = not title.key.isdecimal() and evidence.names_another(title.key)
        is_part |= self._signs.is_before_of(title)
        is_alone = not chosen and not self._signs.is_in_sentence(title)
        return is_part or is_name or is_alone or self._certainty.is_within_more(title)

    def is_of_frequent_words(self, title: NamedTitle) -> bool:
        """Test if all words of a title are frequent ones of the sentence's language: "so far"."""
        return self._signs.frequent.issuperset(title.key.split())

    def is_exclamation(self, title: NamedTitle) -> bool:
        """Test if a title is a frequent word that is a sentence by itself: "Wow."."""
        return title.key in self._signs.frequent and self._signs.is_single_sentence(title)
