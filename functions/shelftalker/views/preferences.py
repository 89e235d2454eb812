"""The preferences as Home asks for them: each says what it is for, and none has to be told."""

import re
from collections.abc import Iterator, Sequence

from shelftalker.shelf.contents import Preferences
from shelftalker.views.action_ids import HOME_AGE_BAND, HOME_COUNTRY, HOME_LANGUAGES
from shelftalker.views.block_kit import Block, header, option, plain_text, section, select
from shelftalker.views.wording import age_bands_of, countries_of, country_name

_RATHER_NOT_SAY = "-"
_MENU = 100
# A menu of a hundred longer names could grow Home beyond what Slack takes.
_NAME_LENGTH = 40
_FOR_POPULAR = "Used only to choose what is popular among readers like you."
_FOR_LANGUAGES = "Used only to choose what I show you. None chosen means all."
_LANGUAGE_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian",
    "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "ko": "Korean", "la": "Latin", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ml": "Malayalam", "mr": "Marathi", "ms": "Malay", "nb": "Norwegian Bokm\u00e5l", "nl": "Dutch",
    "nn": "Norwegian Nynorsk", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "th": "Thai", "tl": "Filipino", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip


def preference_blocks(
    preferences: Preferences, segments: Sequence[str], languages: Sequence[str], drawn_at: str
) -> Iterator[Block]:
    """The menus; only of what there is a choice of.

    Args:
        preferences: What the reader told so far. It is on offer even where the catalogue no longer has it.
        segments: Whose popular books the catalogue has.
        languages: Of which languages it has enough books, that of most books first.
        drawn_at: The time of what has Home drawn, which sets the menus to what is stored.
    """
    countries = sorted(_choices(countries_of(segments), preferences.country), key=_country)
    ages = sorted(_choices(age_bands_of(segments), preferences.age_band), key=_age)
    codes = _choices(languages, *preferences.languages)
    menus = []
    if countries:
        menu = _menu(HOME_COUNTRY, "Your country", [(each, _country(each)) for each in countries], preferences.country)
        menus.append(_named("Country", _FOR_POPULAR, menu, f"country:{drawn_at}"))
    if ages:
        menu = _menu(HOME_AGE_BAND, "Your age", [(each, each.capitalize()) for each in ages], preferences.age_band)
        menus.append(_named("Age", _FOR_POPULAR, menu, f"age:{drawn_at}"))
    if codes:
        menu = _language_menu(codes, preferences.languages)
        menus.append(_named("Languages of books", _FOR_LANGUAGES, menu, f"languages:{drawn_at}"))
    if menus:
        yield header("Preferences")
        yield from menus


def told(value: str) -> str:
    """The country or age band that an option stands for; empty for "Rather not say"."""
    return "" if value == _RATHER_NOT_SAY else value


def language_name(code: str) -> str:
    """The English name of a language; the code itself where this code knows none."""
    return _LANGUAGE_NAMES.get(code, code.upper())


def _choices(offered: Sequence[str], *chosen: str) -> list[str]:
    """What a menu offers, in order: where there is not room for all, what is chosen already stays."""
    unique = dict.fromkeys([*chosen, *offered])
    fitting = [each for each in unique if each.strip() and each != _RATHER_NOT_SAY and len(each) <= _NAME_LENGTH]
    return sorted(fitting[: _MENU - 1], key=[*offered, *chosen].index)


def _menu(action_id: str, placeholder: str, choices: Sequence[tuple[str, str]], chosen: str) -> Block:
    return select(action_id, placeholder, [(_RATHER_NOT_SAY, "Rather not say"), *choices], chosen or _RATHER_NOT_SAY)


def _language_menu(codes: Sequence[str], chosen: Sequence[str]) -> Block:
    options = [option(code, language_name(code)) for code in codes]
    initial = [each for each in options if each["value"] in chosen]
    menu: Block = {
        "type": "multi_static_select",
        "action_id": HOME_LANGUAGES,
        "placeholder": plain_text("All languages"),
        "options": options,
    }
    return menu | {"initial_options": initial} if initial else menu


def _named(name: str, purpose: str, menu: Block, block_id: str) -> Block:
    return section(f"*{name}*\n{purpose}", menu) | {"block_id": block_id}


def _country(country: str) -> str:
    return country_name(country).removeprefix("the ")


def _age(age_band: str) -> tuple[int, int]:
    """Where an age band stands among the others: "under 18" before "18-24"."""
    number = re.search("[0-9]{1,3}", age_band)
    return (int(number.group()) if number else 0, not age_band.startswith("under"))
