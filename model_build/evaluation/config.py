"""Numbers of the evaluation, and the project's name in its figures."""

from dataclasses import dataclass

PROJECT = "Shelftalker"


@dataclass(frozen=True, slots=True)
class EvaluationConfig:
    """Numbers of the protocol and of the methods beside the project's model.

    Attributes:
        ratings_groups: Fewest training ratings of the asked book in each group of questions after a book.
        shelf_groups: Fewest known ratings of the reader in each group of readers.
        new_books_share: Share of the works that lose their ratings in the task "after a new book".
        hidings: Number of times that likes of each held-out reader are hidden: of 29 readers with long shelves one
            hiding says little.
        min_held_out_readers: Number of held-out readers below which the evaluation stops: the mean of fewer would be a
            guess.
        ranked_works: Number of works that a method ranks, so that ten can be shown although one author may fill many
            positions.
        resamples: Number of bootstrap resamples of the readers.
        interval_percentiles: Percentiles of the resampled means between which an interval of 95% lies.
        histories: Ratings of a held-out reader that a method may use: all works read, or the liked ones alone.
        cells_per_block: Number of scores of float32 that are computed at once: 64 MB.
        als_iterations: Number of iterations of alternating least squares.
        ease_memory_bytes: Memory for the matrix of EASE or EDLAE, which is inverted in place: one float32 matrix of
            works x works.
        ease_lambdas: Values of EASE's lambda to compare.
        ease_validation_works: Number of most read works on which the settings of EASE and EDLAE are chosen, as their
            time grows with the cube of the works. On Book-Crossing the lambdas chosen on 6,000 and on 8,000 works are
            within 0.001 of nDCG@10, in both tasks.
        ease_variant_works: Number of most read works on which EASE is measured at every lambda for readers: with all
            works of Book-Crossing each lambda takes half a minute.
        edlae_lambdas: Values of EDLAE's lambda to compare, beside each dropout.
        edlae_dropouts: Values of EDLAE's dropout to compare.
        pivot_reads_above: Number of books that a reader of the pivot table must exceed. Most tutorials on
            Book-Crossing take readers of more than 200 books, and books with at least 50 such readers.
        pivot_min_readers: Number of such readers that a book of the pivot table has at least.
    """

    ratings_groups: tuple[int, ...] = (0, 5, 20, 100)
    shelf_groups: tuple[int, ...] = (0, 10, 30, 80)
    new_books_share: float = 0.1
    hidings: int = 5
    min_held_out_readers: int = 10
    ranked_works: int = 60
    resamples: int = 1000
    interval_percentiles: tuple[float, float] = (2.5, 97.5)
    histories: tuple[str, ...] = ("reads", "likes")
    cells_per_block: int = 16_000_000
    als_iterations: int = 15
    ease_memory_bytes: int = 4 * 2**30
    ease_lambdas: tuple[float, ...] = (10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10_000.0)
    ease_validation_works: int = 6_000
    ease_variant_works: int = 8_000
    edlae_lambdas: tuple[float, ...] = (30.0, 100.0, 300.0, 1000.0, 3000.0)
    edlae_dropouts: tuple[float, ...] = (0.25, 0.75)
    pivot_reads_above: int = 200
    pivot_min_readers: int = 50


EVALUATION = EvaluationConfig()
