"""The subjects of the books of an open model: those that two books share give a reason where no reader has both."""

import json
from collections.abc import Collection

from shelftalker.model.connection import ModelConnection
from shelftalker.model.packing import decode_rows


class SubjectIndex:
    """Lookups of subjects; a model of a dataset without any answers nothing, and is not asked."""

    def __init__(self, connection: ModelConnection) -> None:
        self._connection = connection
        self._has_subjects = "subjects" in connection.meta

    def in_common(self, book_row: int, other_rows: Collection[int], limit: int) -> dict[int, tuple[str, ...]]:
        """Return the names of the rarest subjects that some books share with another one; books with none are left out.

        Args:
            book_row: The row of the one book.
            other_rows: The rows of the others.
            limit: Most subjects of a pair.
        """
        if not self._has_subjects or not other_rows:
            return {}
        rows = json.dumps([book_row, *other_rows])
        found = self._connection.read(
            "SELECT book_row, subjects FROM json_each(?) CROSS JOIN book_subject ON book_row = value", rows
        )
        subjects_of = {row: decode_rows(packed) for row, packed in found}
        own = set(subjects_of.pop(book_row, ()))
        shared = {row: [subject for subject in subjects_of[row] if subject in own][:limit] for row in subjects_of}
        asked = sorted({subject for subjects in shared.values() for subject in subjects})
        query = "SELECT subject_row, name FROM json_each(?) CROSS JOIN subject ON subject_row = value"
        names = dict(self._connection.read(query, json.dumps(asked))) if asked else {}
        return {row: tuple(names[subject] for subject in subjects) for row, subjects in shared.items() if subjects}
