"""Three books and two readers of Book-Crossing."""

from tests.model_build.small_datasets import book

BOOKS = [
    book("0002005018", "Clara Callan", "Richard Bruce Wright", 2001, "HarperFlamingo Canada"),
    book("034545104X", 'The "Flesh" Tones; a Novel, maybe', "M. J. Rose", 2002, "Ballantine Books"),
    book("3404921038", "Über die Wälder", "Jörg Müller", 1996, "Lübbe"),
]
RATINGS = [(276725, "034545104X", 0), (276726, "0002005018", 5), (276726, "3404921038", 10)]
USERS = [(276725, "tyler, texas, usa", 34), (276726, "köln, nordrhein-westfalen, germany", None)]
