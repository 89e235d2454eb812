"""Joints between the titles of a question: words and marks that make a list of them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from shelftalker.search.named_titles import NamedTitle
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.certainty import Certainty
from shelftalker.search.typed_words import TypedWords


class TitleJointConfig(NamedTuple):
    """Numbers and marks of joints.

    Attributes:
        longest: Number of words between two titles that words or marks join.
        marks: Marks that join titles.
    """

    longest: int = 3
    marks: str = ",;/\n|&+>"


TITLE_JOINTS = TitleJointConfig()


class TitleJoints:
    """The joints among the words of one question.

    Attributes:
        positions: Positions of the words that join titles, or have a mark before them that does.
    """

    def __init__(self, words: TypedWords, certainty: Certainty) -> None:
        self._words = words
        self._certainty = certainty
        self.positions = frozenset(
            position
            for position, word in enumerate(words.words)
            if word.key in QUESTION_WORDS.joining or any(mark in word.before for mark in TITLE_JOINTS.marks)
        )

    def is_after_hint(self, title: NamedTitle) -> bool:
        """Test if a word after which titles follow stands before a title."""
        return title.first > 0 and self._words.words[title.first - 1].key in QUESTION_WORDS.before_title

    def may_be_listed(self, title: NamedTitle) -> bool:
        """Test if a title is one of several: it has a word of its own, or stands between two joints."""
        return self._certainty.evidence.has_own_word(title) or self.is_item(title)

    def is_item(self, title: NamedTitle) -> bool:
        """Test if a title stands between two joints, or between one and an end or a word after which titles follow."""
        starts = title.first == 0 or title.first in self.positions or self.is_after_joint(title)
        is_first = self.is_after_hint(title) and title.after_last < len(self._words.words)
        end = title.after_last
        return (starts or is_first) and (end == len(self._words.words) or end in self.positions)

    def is_after_joint(self, title: NamedTitle) -> bool:
        """Test if a word that joins titles stands before a title."""
        return title.first > 0 and self._words.words[title.first - 1].key in QUESTION_WORDS.joining

    def are_joined(self, title: NamedTitle, following: NamedTitle) -> bool:
        """Test if a joint stands between two titles, or words of sentences between two that no others have."""
        between = range(title.after_last, following.first)
        is_near = len(between) <= TITLE_JOINTS.longest
        if is_near and any(position in self.positions for position in (*between, following.first)):
            return True
        marks = "".join(self._words.words[position].before for position in (*between, following.first))
        is_subtitle = ":" in marks or "-" in marks
        is_sentence = bool(between) and not is_subtitle and self._certainty.borders.strange.isdisjoint(between)
        return is_sentence and self._certainty.evidence.are_certain([title, following])

    def have_joints_alone(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if every title but the first follows a joint, with words of no title between."""
        return all(self.are_joined(*pair) for pair in pairwise(titles))
