"""The fit of the weights by which a title in a question is meant or stands there by chance.

A logistic regression with a normal prior around the weights of Book-Crossing: few questions change them little. The
likelihood from which a title is meant is that at which hardly any question about a book that the catalogue lacks, or
about a misremembered title, is answered with another book, by predictions for sentences that were left out of the fit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_expit

from model_build.questions.training_titles import TrainingQuestion, TrainingTitle, training_questions
from shelftalker.model.catalogue import Catalogue
from shelftalker.search.sentences.likelihood import WEIGHTS, TitleWeights
from shelftalker.search.sentences.title_signs import Signs


@dataclass(frozen=True, slots=True)
class LikelihoodFitConfig:
    """Numbers of the fit.

    Attributes:
        fewest_books: Number of books from which weights are fitted; the questions about fewer tell of these alone.
        most_books: Number of the most read books among which those asked about have namesakes; all of a large
            catalogue would take a build three seconds more, and a title of a book asked about has its namesakes' rows.
        prior: Precision of the prior of each weight; ten titles in questions weigh as much as one at it.
        most_steps: Most steps of Newton's method, which needs some ten.
        smallest_step: Change of a weight at which it ends; a tenth of the decimals that are kept.
        folds: Number of folds of sentences, each of which is predicted by a fit to the others.
        most_answered: Share of the questions whose book is not there that may be answered with another one.
        lowest: Lowest likelihood from which a title is meant: a title is never answered that is likelier not meant.
        decimals: Number of decimals of a weight, so that the same questions give the same model on any processor.
    """

    fewest_books: int = 1000
    most_books: int = 20_000
    prior: float = 1.0
    most_steps: int = 50
    smallest_step: float = 0.001
    folds: int = 10
    most_answered: float = 0.005
    lowest: float = 0.5
    decimals: int = 2


LIKELIHOOD_FIT = LikelihoodFitConfig()
_Numbers = NDArray[np.float64]


def fit_title_weights(catalogue: Catalogue) -> TitleWeights | None:
    """Return the weights fitted to a catalogue's own titles; None where it has too few books."""
    count = catalogue.books_count()
    if count < LIKELIHOOD_FIT.fewest_books:
        return None
    books = catalogue.ordered_books(range(1, min(count, LIKELIHOOD_FIT.most_books) + 1))
    return fit_weights(list(training_questions(catalogue, books)))


def fit_weights(questions: Sequence[TrainingQuestion], prior: TitleWeights = WEIGHTS) -> TitleWeights:
    """Return the weights fitted to the titles in some questions.

    Args:
        questions: The questions. The signs are fitted to those whose words tell of no title for certain.
        prior: The weights that the fit departs from.
    """
    untold = [question for question in questions if not any(title.is_told for title in question.titles)]
    titles = _Titles.of(untold)
    fitted = _fit(titles.signs, titles.is_meant, np.array(prior.signs))
    signs = Signs(*(round(float(weight), LIKELIHOOD_FIT.decimals) for weight in fitted))
    told = [title for question in questions for title in question.titles if title.is_told]
    least = _least(titles, sum(not question.has_book for question in untold), np.array(prior.signs))
    return TitleWeights(least, _least_told(told, np.array(signs)), signs)


@dataclass(frozen=True, slots=True)
class _Titles:
    """The titles of some questions.

    Attributes:
        signs: The signs [titles, signs].
        is_meant: The question is about the title [titles].
        fold: Fold of the question's sentence [titles].
        question: Number of the question [titles].
        has_book: The catalogue has the book that it is about [titles].
    """

    signs: _Numbers
    is_meant: NDArray[np.bool_]
    fold: NDArray[np.int_]
    question: NDArray[np.int_]
    has_book: NDArray[np.bool_]

    @classmethod
    def of(cls, questions: Sequence[TrainingQuestion]) -> "_Titles":
        """Return the titles of some questions as arrays."""
        numbered = [(number, question) for number, question in enumerate(questions) for _ in question.titles]
        titles = [title for question in questions for title in question.titles]
        return cls(
            *_arrays(titles),
            np.array([title.sentence % LIKELIHOOD_FIT.folds for title in titles], dtype=int),
            np.array([number for number, _ in numbered], dtype=int),
            np.array([question.has_book for _, question in numbered], dtype=bool),
        )


def _fit(signs: _Numbers, is_meant: NDArray[np.bool_], prior: _Numbers) -> _Numbers:
    """Return the weights [signs] with the greatest posterior probability, by Newton's method."""
    weights = prior.copy()
    for _ in range(LIKELIHOOD_FIT.most_steps):
        likelihoods = expit(signs @ weights)
        slope = signs.T @ (is_meant - likelihoods) - LIKELIHOOD_FIT.prior * (weights - prior)
        spread = (likelihoods * (1 - likelihoods))[:, None]
        step = np.linalg.solve(signs.T @ (signs * spread) + LIKELIHOOD_FIT.prior * np.eye(len(weights)), slope)
        weights = weights + step
        if np.abs(step).max() < LIKELIHOOD_FIT.smallest_step:
            break
    return weights


def _arrays(titles: Sequence[TrainingTitle]) -> tuple[_Numbers, NDArray[np.bool_]]:
    """Return the signs [titles, signs] and if each is meant [titles]."""
    signs = np.array([title.signs for title in titles], dtype=np.float64).reshape(len(titles), len(Signs._fields))
    return signs, np.array([title.is_meant for title in titles], dtype=bool)


def _least(titles: _Titles, lacking: int, prior: _Numbers) -> float:
    """Return the likelihood from which a title is meant.

    Args:
        titles: Titles in questions whose words tell of none.
        lacking: Number of those questions whose book the catalogue lacks.
        prior: The weights that the fits depart from.
    """
    likelihoods = np.zeros(len(titles.fold))
    for fold in range(LIKELIHOOD_FIT.folds):
        is_left_out = titles.fold == fold
        weights = _fit(titles.signs[~is_left_out], titles.is_meant[~is_left_out], prior)
        likelihoods[is_left_out] = expit(titles.signs[is_left_out] @ weights)
    likeliest: dict[int, float] = {}
    for question, likelihood in zip(
        titles.question[~titles.has_book].tolist(), likelihoods[~titles.has_book].tolist(), strict=True
    ):
        likeliest[question] = max(likelihood, likeliest.get(question, 0.0))
    allowed = math.floor(LIKELIHOOD_FIT.most_answered * lacking)
    least = sorted(likeliest.values(), reverse=True)[allowed] if allowed < len(likeliest) else 0.0
    return max(LIKELIHOOD_FIT.lowest, math.ceil(least * 100) / 100)


def _least_told(told: Sequence[TrainingTitle], weights: _Numbers) -> float:
    """Return the likelihood at which a title that the words beside it tell is as likely meant as not.

    That they tell it adds to the logarithm of the odds what is fitted here.
    """
    signs, is_meant = _arrays(told)
    scores, toward = signs @ weights, np.where(is_meant, 1.0, -1.0)

    def loss(gain: float) -> float:
        return float(-log_expit(toward * (scores + gain)).sum() + LIKELIHOOD_FIT.prior / 2 * gain * gain)

    gain = float(minimize_scalar(loss).x)
    return round(float(expit(-gain)), 3)
