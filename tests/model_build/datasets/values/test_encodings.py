"""Encodings told by the text."""

from pathlib import Path

import pytest

from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.values.encodings import encoding_of_lines

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
