"""The repair of text that was decoded with the wrong encoding."""

import pytest

from model_build.datasets.mojibake import repair_text


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("AÃ±os &amp; DÃ\xadas", "Años & Días"),
        ("Gabriel GarcĂ\xada MĂˇrquez", "Gabriel García Márquez"),
        ("La Ăšltima", "La Última"),
        ("Angela&#39;s   Ashes", "Angela's Ashes"),
    ],
)
def test_accents_and_entities_are_repaired(broken: str, repaired: str) -> None:
    assert repair_text(broken) == repaired


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("Ã?mile Zola", "Émile Zola"),
        ("Ã?tranger", "Étranger"),
        ("L'Ã?TRANGER", "L'ÉTRANGER"),
        ("L'Ã?tre et le NÃ©ant", "L'Être et le Néant"),
        ("Ã? la recherche", "À la recherche"),
        ("Ã?ber den Wolken", "Über den Wolken"),
        ("Ã?sterreich", "Österreich"),
        ("Das Ã?lschieferskelett", "Das Ölschieferskelett"),
        ("Ã?gypten", "Ägypten"),
        ("Ã?gypte", "Égypte"),
        ("Las cenizas de Ã?ngela", "Las cenizas de Ángela"),
        ("Zu FuÃ?", "Zu Fuß"),
    ],
)
def test_a_lost_letter_is_restored_by_those_around_it(broken: str, repaired: str) -> None:
    assert repair_text(broken) == repaired


@pytest.mark.parametrize(
    ("escaped", "title"),
    [
        (r'\A\" is for Alibi : A Mystery"', '"A" is for Alibi : A Mystery'),
        (r'Principles of \A Course in Miracles\""', 'Principles of "A Course in Miracles"'),
        (r"He said \"Hi\"", 'He said "Hi"'),
        (r"\ Lamb to the Slaughter", "Lamb to the Slaughter"),
        ('12" Vinyl', '12" Vinyl'),
    ],
)
def test_escaped_quotes_are_quotes(escaped: str, title: str) -> None:
    assert repair_text(escaped) == title


@pytest.mark.parametrize(
    "text", ["Emma", "Où est l'été ?", "Ăsta e Bucureștiul", "百年の孤独", "Ábel", "Åsa", "What? No!", "AC/DC"]
)
def test_sound_text_is_not_changed(text: str) -> None:
    assert repair_text(text) == text
