"""The repair of text that was decoded with the wrong encoding."""

import pytest

from shelftalker.repairs.mojibake import repair_text


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


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("Sh\xc5\x8dgun", "Sh\u014dgun"),
        ("Stanis\xc5\x82aw Lem", "Stanis\u0142aw Lem"),
        ("Marie Kond\xc5\x8d", "Marie Kond\u014d"),
        ("\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", "\u0645\u062d\u0645\u062f"),
        ("Cien A\xc3\xb1os", "Cien A\xf1os"),
        ("David   Epstein", "David Epstein"),
    ],
)
def test_utf8_read_as_latin_1_is_repaired(broken: str, repaired: str) -> None:
    assert repair_text(broken) == repaired


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("\xc3\xa0 la recherche", "à la recherche"),
        ("\xc3  la recherche", "à la recherche"),
        ("Salman Ru\xc5\xa0di", "Salman RuŠdi"),
        ("D\xc3\xa9j\xc3 vu", "Déjà vu"),
        ("Verit\xc3\xa9 et Volont\xc3", "Verité et Volontà"),
        ("\xd0\xbc\xd1\x91\xd1\x80\xd1\x82\xd0\xb2\xd1\x8b\xd1 \xd0\xb4\xd1\x83\xd1\x88", "мёртвых душ"),
    ],
)
def test_a_byte_that_became_a_blank_is_restored(broken: str, repaired: str) -> None:
    assert repair_text(broken) == repaired


def _read_by(code_page: str, text: str) -> str | None:
    """Return UTF-8 as a code page reads it, with its undefined bytes as browsers read them; None where they can't."""
    characters = []
    for byte in text.encode():
        try:
            characters.append(bytes([byte]).decode(code_page))
        except UnicodeDecodeError:
            if byte >= 0xA0:
                return None
            characters.append(chr(byte))
    return "".join(characters)


_CODE_PAGES = ("latin-1", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258")
# Titles and authors of many languages, with letters, quotes and signs that differ between code pages.
_RIGHT = tuple(
    text.strip()
    for text in """
    Nesnesitelná lehkost bytí | Osudy dobrého vojáka Švejka | Božena Němcová | Příliš hlučná samota | KNÍŽKA PĚŠKY
    zvlášť | Ľudovít Štúr | Stanisław Lem | Księgi Jakubowe | Wiedźmin | ŻÓŁĆ | Magda Szabó | Őszi hajók | Tündérkert
    Mircea Cărtărescu | Ăsta e Bucureștiul | ORĂȘELUL | Na Drini ćuprija | Đorđe Balašević | Kürk Mantolu Madonna
    İnce Memed | Yaşar Kemal | Oğuz Atay | Βίος και πολιτεία | Νίκος Καζαντζάκης | ΟΔΥΣΣΕΙΑ | Война и мир
    Фёдор Достоевский | АННА КАРЕНИНА | Ліна Костенко | Їжак | Под игото | Меша Селимовић | Његош
    موسم الهجرة إلى الشمال
    نجيب محفوظ | بوف کور | آگ کا دریا | סיפור על אהבה וחושך | עמוס עוז | ノルウェイの森 | 村上春樹 | Tシャツ
    红楼梦 | 刘慈欣 | 圍城：錢鍾書 | 채식주의자 | 82년생 김지영 | Nỗi buồn chiến tranh | Vũ Trọng Phụng
    Émile Zola | L’Élégance du hérisson
    Où est l'été ? | « Noël » | Cœur | Voilà | Günter Graß | Die unendliche Geschichte – Ende | „Faust“
    Über den Wolken
    Cien Años de Soledad | ¿Qué? | Gabriel García Márquez | João Guimarães Rosa | MANHÃ… | La città e la casa
    Åsa Larsson | Män som hatar kvinnor | Frøken Smillas fornemmelse for sne | Halldór Laxness | Þórbergur
    Vizma Belševica | Ķēniņš
    Antanas Škėma | Tõde ja õigus | สี่แผ่นดิน | गोदान | গীতাঞ্জলি | ვეფხისტყაოსანი | Վերք Հայաստանի | Kōbō Abe
    It’s… complicated
    The “Great” Gatsby | Pokémon™ | 50 € a day | “CAFÉ” | ALİ’NİN | Hôtel® | PĚŠKY™ | УКРАЇНА—РІК | PÓŁ: WSPÓŁ
    """.replace("\n", "|").split("|")
    if text.strip()
)


@pytest.mark.parametrize("code_page", _CODE_PAGES)
def test_utf8_read_by_a_code_page_once_or_twice_is_repaired(code_page: str) -> None:
    broken = {read: right for right in _RIGHT if (read := _read_by(code_page, right)) is not None and read != right}
    twice = {
        read: right
        for once, right in broken.items()
        for other in _CODE_PAGES
        if (read := _read_by(other, once)) is not None
    }
    wrong = [(right, repair_text(read)) for read, right in (broken | twice).items() if repair_text(read) != right]
    assert len(broken) > 70
    assert len(wrong) <= 0.01 * len(broken | twice), wrong


@pytest.mark.parametrize("right", _RIGHT)
def test_right_text_of_any_script_is_left_alone(right: str) -> None:
    for text in (right, right.upper(), right.title(), f"«{right}»", f"“{right}”…", f"{right} – {right}", f"{right}’s"):
        assert repair_text(text) == text
