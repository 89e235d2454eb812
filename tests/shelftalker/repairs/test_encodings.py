"""Encodings told by the text."""

from pathlib import Path

import pytest

from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import TableFile
from shelftalker.repairs.encodings import decode_line, encoding_of, encoding_of_lines

TEXTS = {
    "cp1251": ["Война и мир", "Лев Толстой", "Мастер и Маргарита"],
    "cp1250": ["Książę", "Stanisław Żółć", "Příběhy obyčejného šílenství"],
    "cp1253": ["Ο Αλέξης Ζορμπάς", "Νίκος Καζαντζάκης"],
    "cp1256": ["الخبز الحافي", "محمد شكري"],
    "mac-roman": ["José Muñoz", "Les Misérables, édition", "Georges Pérec", "Zazie dans le métro"],
    "koi8-r": ["Война и мир", "Лев Толстой", "Преступление и наказание", "Мёртвые души"],
    "cp932": ["海辺のカフカ", "ノルウェイの森", "こころ"],
    "cp949": ["채식주의자", "한강"],
    "gb18030": ["三体", "红楼梦", "余华"],
    "cp1255": ["מלחמה ושלום", "לב טולסטוי", "סיפור על אהבה וחושך"],
    "cp862": ["מלחמה ושלום", "לב טולסטוי", "סיפור על אהבה וחושך"],
    "cp874": ["สี่แผ่นดิน", "คึกฤทธิ์ ปราโมช", "คู่กรรม"],
    "cp1257": ["Altorių šešėly", "Ąžuolų šlamėjimas", "Jūratė Čepaitė", "Keturių vėjų"],
    "iso8859-2": ["Książę", "Stanisław Żółć", "Dziewczęta z Nowolipek", "Świat według"],
    "iso8859-5": ["Война и мир", "Лев Толстой", "Мастер и Маргарита"],
    "iso8859-6": ["الخبز الحافي", "محمد شكري", "موسم الهجرة إلى الشمال"],
    "iso8859-7": ["Ο Αλέξης Ζορμπάς", "Η φόνισσα", "Άξιον Εστί"],
    "koi8-u": ["Тіні забутих предків", "Їжак і груша", "Тигролови"],
    "cp850": ["Cien años de soledad", "Gabriel García Márquez", "La casa de los espíritus", "Pedro Páramo"],
    "cp852": ["Příběhy obyčejného šílenství", "Karel Čapek", "Božena Němcová", "Ostře sledované vlaky", "Žert"],
    "euc-jp": ["海辺のカフカ", "ノルウェイの森", "人間失格"],
    "big5": ["紅樓夢", "白先勇", "城南舊事"],
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_text_tells_its_encoding(encoding: str) -> None:
    lines = [text.encode(encoding) for text in TEXTS[encoding]]
    assert encoding_of_lines([b"plain", *lines, "Größe".encode()]) == encoding


@pytest.mark.parametrize(
    "lines",
    [
        ["Señor"], ["Die Verwandlung \u2013 Größe", "L\u2019Étranger", "Año \u201cx\u201d \u2026", "Åsa Jónsdóttir"],
        ["Français, ça va?"],
        ["Æther ß œ", "naïve café"], [],
    ],
)  # fmt: skip
def test_texts_of_western_europe_are_in_the_usual_one(lines: list[str]) -> None:
    assert encoding_of_lines([line.encode("cp1252") for line in lines]) == "cp1252"


def test_a_table_is_read_in_its_encoding_and_this_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "books.csv"
    rows = "".join(f"{number};Война и мир;Лев Толстой\n" for number in range(9))
    path.write_bytes(f"номер;название;автор\n{rows}0;Plain;One\n".encode("cp1251"))
    table = open_table(TableFile(path))
    assert table.columns == ["номер", "название", "автор"]
    assert list(table.rows("название", "автор"))[-2:] == [("Война и мир", "Лев Толстой"), ("Plain", "One")]
    assert table.counts == {"lines that are not in UTF-8, read as cp1251": 9}


def test_lines_far_below_the_first_tell_the_encoding_too(tmp_path: Path) -> None:
    path = tmp_path / "books.csv"
    plain = b"".join(b"%d,A novel of the sea,Jane Roe\n" % number for number in range(20_000))
    path.write_bytes(b"book_id,title,author\n" + plain + "9,מלחמה ושלום,לב טולסטוי\n".encode("cp1255") * 9)
    table = open_table(TableFile(path))
    assert list(table.rows("title", "author"))[-1] == ("מלחמה ושלום", "לב טולסטוי")
    assert table.counts == {"lines that are not in UTF-8, read as cp1255": 9}


def test_lines_in_the_usual_encoding_are_counted_too(tmp_path: Path) -> None:
    path = tmp_path / "books.csv"
    path.write_bytes("book_id,title\n1,Señor\n".encode("cp1252"))
    table = open_table(TableFile(path))
    assert list(table.rows("title")) == [("Señor",)]
    assert table.counts == {"lines that are not in UTF-8, read as cp1252": 1}


def test_a_line_that_is_no_utf_8_is_in_the_usual_encoding() -> None:
    assert decode_line(b"1,Caf\xe9") == "1,Café"
    assert decode_line("1,Café".encode()) == "1,Café"


def test_nul_bytes_here_and_there_are_no_sign_of_utf_16() -> None:
    assert encoding_of(b"I\0SBN,Ti\0tle\n1,Emma\n") == ("utf-8", 0)
    assert encoding_of(b"") == ("utf-8", 0)
