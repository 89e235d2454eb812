"""Numbers of the evaluation, and the project's name in its figures."""

from dataclasses import dataclass

PROJECT = "Shelftalker"


@dataclass(frozen=True, slots=True)
class EvaluationConfig:
    """Numbers of the protocol and of the methods beside the project's model.

    Attributes:
        min_held_out_readers: Number of held-out readers below which the evaluation stops: the mean of fewer would be a
            guess.
        ranked_works: Number of works that a method ranks, so that ten can be shown although one author may fill many
            positions.
        resamples: Number of bootstrap resamples of the readers.
        interval_percentiles: Percentiles of the resampled means between which an interval of 95% lies.
        histories: Ratings of a held-out reader that a method may use: all works read, or the liked ones alone.
        cells_per_block: Number of scores of float32 that are computed at once: 64 MB.
        als_iterations: Number of iterations of alternating least squares.
        ease_memory_bytes: Memory for EASE's matrix, which is inverted in place: one float32 matrix of works x works.
        ease_validation_works: Number of most read works on which EASE's settings are chosen, as its time grows with
            the cube of the works. On Book-Crossing every lambda then stands in the same order as with all works, in
            both tasks.
        pivot_reads_above: Number of books that a reader of the pivot table must exceed. Most tutorials on
            Book-Crossing take readers of more than 200 books, and books with at least 50 such readers.
        pivot_min_readers: Number of such readers that a book of the pivot table has at least.
    """

    min_held_out_readers: int = 10
    ranked_works: int = 60
    resamples: int = 1000
    interval_percentiles: tuple[float, float] = (2.5, 97.5)
    histories: tuple[str, ...] = ("reads", "likes")
    cells_per_block: int = 16_000_000
    als_iterations: int = 15
    ease_memory_bytes: int = 4 * 2**30
    ease_validation_works: int = 8_000
    pivot_reads_above: int = 200
    pivot_min_readers: int = 50


EVALUATION = EvaluationConfig()
