"""A measure of how unlike any language a text is, by which a broken text is told from the right one.

It counts places that no language has: letters of different scripts or alphabets within one word, a capital after a
small letter, signs right after a letter, characters that nobody writes.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Alphabets:
    """Alphabets and characters.

    Attributes:
        latin: The letters beside a to z of each language, in lower case.
        cyrillic: The letters of each language, in lower case.
        arabic: The letters of each language.
        signs: Signs that do not follow a letter outside ASCII right away, whatever comes next.
        within: Punctuation that does not stand between such a letter and another one.
        hebrew_points: Punctuation within Hebrew words.
        greek_tonos: Greek capitals with an accent, which only begin a word.
        plain: Punctuation outside ASCII that is common in titles.
        scripts: Names of scripts that are mixed within a word by their languages, each with the name for all of them.
    """

    latin: tuple[frozenset[str], ...] = tuple(
        map(
            frozenset,
            (
                "àâæçéèêëîïôœùûüÿñ",
                "äöüßéèàçëêáôñâ",
                "áéíóúüñçàèòïªº",
                "àáâãçéêíóôõúüèñïö",
                "àèéìíîòóùúïçäöü",
                "åäöéèüàáëêçñ",
                "æøåéèêóòôäöüáà",
                "áðéíóúýþæöø",
                "ąćęłńóśźżéüöäáèç",
                "áčďéěíňóřšťúůýžöüäë",
                "áäčďéíĺľňóôŕšťúýžöüěřů",
                "čćđšžáéíóúñäöüëç",
                "áéíóöőúüűäëčšžçà",
                "ăâîșțşţéöüáàèäç",
                "çğıöşüâîûéäñiİ",
                "āčēģīķļņšūžōŗéöü",
                "ąčęėįšųūžéöüłńóś",
                "äöõüšžéåàáê",
                "àèéêëïîôòóöùúûü'ŵŷâ",
                "āēīōūâêîôûéñü",
                "áéíóúàèìòùâêîôûẁẃẅŵŷỳýÿäëïöü",
                "ëïéèêöüáóäíúçàû",
                "çëéèâüöñ",
                "ĉĝĥĵŝŭéáöü",
                "ʻʼ‘ʿʾāēīūḥḍḫṣṭẓġšṯḏǧ",
                "ḥḍṣṭẓāīūṛṇṅñśṃḷḻṟ",
                "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü",
                "ċġħżàèéìòù",
                "əğıöşüçİ",
                "ŋšžčđŧáæøåäö",
                "ẹọṣáàéèíìóòúùńǹ",
                "áâêëíîóôúûüďňťéçąęł",
                "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            ),
        )
    )
    cyrillic: tuple[frozenset[str], ...] = tuple(
        map(
            frozenset,
            (
                "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
                "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
                "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
                "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
                "абвгдђежзијклљмнњопрстћуфхцчџш",
                "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
                "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
                "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
                "аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя",
                "абвгғдеёжзийӣкқлмнопрстуӯфхҳчҷшъэюяў",
            ),
        )
    )
    arabic: tuple[frozenset[str], ...] = tuple(
        map(
            frozenset,
            (
                "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيـ",
                "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیكيىةهۀ",
                "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےۓۂةۃ",
            ),
        )
    )
    signs: frozenset[str] = frozenset("¤¦§¨¬¯±²³µ¶¸¹¼½¾×÷¢£¥ƒˆ‰†‡˜ˇ˘˛˝˙„‚‹¡¿\xad€©°№")
    within: frozenset[str] = frozenset("…“”«»•™®›‘ª´º·\xa0")
    hebrew_points: frozenset[str] = frozenset("\u05be\u05c0\u05c3\u05f3\u05f4")
    greek_tonos: frozenset[str] = frozenset("ΆΈΉΊΌΎΏ")
    plain: frozenset[str] = frozenset(" ‘’“”„«»…–—•¡¿™®°·、。「」『』・ー《》〈〉（）：，！？\u200c\u200d")
    scripts: tuple[tuple[str, str], ...] = (
        ("CJK", "EAST ASIAN"), ("HIRAGANA", "EAST ASIAN"), ("KATAKANA", "EAST ASIAN"), ("HANGUL", "EAST ASIAN"),
        ("BOPOMOFO", "EAST ASIAN"), ("FULLWIDTH", "EAST ASIAN"), ("HALFWIDTH", "EAST ASIAN"),
    )  # fmt: skip


_ALPHABETS = Alphabets()

_BY_SCRIPT = {"LATIN": _ALPHABETS.latin, "CYRILLIC": _ALPHABETS.cyrillic, "ARABIC": _ALPHABETS.arabic}
_SCRIPTS = dict(_ALPHABETS.scripts)
_COMMON = frozenset().union(*_ALPHABETS.latin, *_ALPHABETS.cyrillic, *_ALPHABETS.arabic)
_WORD = re.compile(r"[^\W\d_]+")


def is_common_letter(character: str) -> bool:
    """Return True if a character is a letter of an alphabet, or of a script without alphabets in lists."""
    script = _script_of(character)
    if script == "HEBREW":
        return "\u05d0" <= character <= "\u05ea"
    return character.lower() in _COMMON if script in _BY_SCRIPT else character.isalpha()


def count_oddities(text: str) -> int:
    """Return the number of places of a text that no language has; 0 for right text in nearly any."""
    if text.isascii():
        return 0
    odd = sum(map(_is_odd_beside, " " + text, text, text[1:] + " "))
    return odd + sum(not word.isascii() and not _is_of_one_alphabet(word.lower()) for word in _WORD.findall(text))


@lru_cache(maxsize=65536)
def _is_odd_beside(before: str, character: str, after: str) -> bool:
    """Return True if no language has a character between two others."""
    if before.isascii() and character.isascii():
        return False
    category = unicodedata.category(character)
    if category[0] == "L":
        return _is_odd_letter(before, character, after)
    if category in {"Cc", "Cn", "Co", "Cs"} or character == "\ufffd":
        return True
    return _is_odd_sign(before, character, after, category)


def _is_odd_sign(before: str, character: str, after: str, category: str) -> bool:
    """Return True if no language has a sign, mark or punctuation between two characters."""
    is_in_word = not before.isascii() and (
        unicodedata.category(before)[0] in "LMS" or before in _ALPHABETS.hebrew_points
    )
    if character in _ALPHABETS.within:
        is_after_sign = before in _ALPHABETS.signs or before in _ALPHABETS.within
        return (is_in_word or is_after_sign) and (after.isalpha() or not (after.isascii() or after in "\xa0\u2026"))
    if character in _ALPHABETS.signs or category in {"Sk", "So", "Sm"}:
        return is_in_word
    if category[0] == "M":
        script = _script_of(character)
        return not before.isalpha() and not is_in_word if script == "COMBINING" else script != _script_of(before)
    return False


def _is_odd_letter(before: str, letter: str, after: str) -> bool:
    """Return True if no language has a letter between two characters."""
    if "\u0250" <= letter <= "\u02ba" or (unicodedata.category(letter) == "Lm" and letter <= "\u02ff"):
        return True
    if unicodedata.category(before)[0] not in "LM":
        return False
    script, script_before = _script_of(letter), _script_of(before)
    if script_before not in {script, "COMBINING"}:
        return "EAST ASIAN" not in {script, script_before}
    if letter in _ALPHABETS.greek_tonos or (letter.isupper() and before.islower()):
        return True
    return letter.isupper() and before.isupper() and after.islower() and not letter.isascii()


def _is_of_one_alphabet(word: str) -> bool:
    """Return True if one alphabet has all the letters of a word in lower case, as far as alphabets are known."""
    alphabets = _BY_SCRIPT.get(_script_of(max(word)))
    letters = {letter for letter in word if not letter.isascii()}
    return alphabets is None or any(letters <= alphabet for alphabet in alphabets)


@lru_cache(maxsize=65536)
def _script_of(character: str) -> str:
    script = unicodedata.name(character, "").partition(" ")[0]
    return _SCRIPTS.get(script, script)


def count_rarities(text: str) -> int:
    """Return the number of characters outside alphabets and punctuation, plus 1 where no alphabet has all letters."""
    rare = sum(
        not (character.isascii() or character in _ALPHABETS.plain or is_common_letter(character)) for character in text
    )
    words = [word.lower() for word in _WORD.findall(text) if not word.isascii()]
    return rare + (len(words) > 1 and not _is_of_one_alphabet("".join(words)))
