"""Tables of the design that Shelftalker replaces, as tutorials build them."""

from pathlib import Path

import numpy as np
import pandas as pd


def make_old_tables(data: Path, directory: Path, reads_above: int = 200, titles_count: int = 718) -> str:
    """Pickle the books, the ratings of 718 titles by avid readers, and their cosines; return the best-known title."""
    books = pd.read_csv(data / "Books.csv", dtype="str", keep_default_na=False)
    ratings = pd.read_csv(data / "Ratings.csv").merge(books[["ISBN", "Book-Title"]], on="ISBN")
    ratings = ratings[ratings.groupby("User-ID")["ISBN"].transform("size") > reads_above]
    known = ratings["Book-Title"].value_counts().index[:titles_count]
    table = ratings[ratings["Book-Title"].isin(known)].pivot_table(
        index="Book-Title", columns="User-ID", values="Book-Rating", fill_value=0
    )
    rows = table.to_numpy(dtype=float)
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    directory.mkdir(parents=True, exist_ok=True)
    books.to_pickle(directory / "books.pkl")
    table.to_pickle(directory / "ratings.pkl")
    ((rows / lengths) @ (rows / lengths).T).dump(directory / "similarity.pkl")
    return str(known[0])
