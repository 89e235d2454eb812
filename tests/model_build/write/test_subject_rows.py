from model_build.write.subject_rows import SUBJECT_ROWS, choose_subjects


def test_the_rarest_subjects_of_each_book_are_kept_and_those_of_one_book_alone_are_not() -> None:
    subjects = choose_subjects([("Whaling", "Sea", "Ahab"), ("sea", "WHALING"), ("Sea",), ()])
    assert subjects.names == ["Sea", "Whaling"]
    assert subjects.of_books == [[1, 0], [1, 0], [0], []]


def test_a_book_has_few_subjects() -> None:
    tags = tuple(f"Subject {number}" for number in range(9))
    assert [len(rows) for rows in choose_subjects([tags, tags]).of_books] == [SUBJECT_ROWS.subjects_of_book] * 2


def test_a_subject_of_many_books_says_nothing() -> None:
    books = [("Fiction", "Whaling") if number < 60 else ("Fiction",) for number in range(2000)]
    assert choose_subjects(books).names == ["Whaling"]
