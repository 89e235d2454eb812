"""The preferences in Home: each menu states its purpose, and none has to be answered."""

import re
from collections.abc import Iterator, Sequence

from shelftalker.shelf.contents import Preferences
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, header, on_one_line, option, plain_text, section, select
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
    """Yield the menus that offer a choice.

    Args:
        preferences: The reader's preferences. Each is offered even where the catalogue no longer has it.
        segments: The segments of readers that have popular books.
        languages: The languages that the catalogue has enough books of, that of most books first.
        drawn_at: The time of the click that has Home drawn, which sets the menus to the stored preferences.
    """
    countries = sorted(_choices(countries_of(segments), preferences.country), key=_country)
    ages = sorted(_choices(age_bands_of(segments), preferences.age_band), key=_age)
    codes = _choices(languages, *preferences.languages)
    menus = []
    if countries:
        menu = _menu(
            ActionId.HOME_COUNTRY, "Your country", [(name, _country(name)) for name in countries], preferences.country
        )
        menus.append(_section("Country", _FOR_POPULAR, menu, f"country:{drawn_at}"))
    if ages:
        menu = _menu(
            ActionId.HOME_AGE_BAND, "Your age", [(band, band.capitalize()) for band in ages], preferences.age_band
        )
        menus.append(_section("Age", _FOR_POPULAR, menu, f"age:{drawn_at}"))
    if codes:
        menu = _language_menu(codes, preferences.languages)
        menus.append(_section("Languages of books", _FOR_LANGUAGES, menu, f"languages:{drawn_at}"))
    if menus:
        yield header("Preferences")
        yield from menus


def preference_from(value: str) -> str:
    """Return the country or age band that an option stands for; empty for "Rather not say"."""
    return "" if value == _RATHER_NOT_SAY else value


def language_name(code: str) -> str:
    """Return the English name of a language; the code itself where this code knows none."""
    return _LANGUAGE_NAMES.get(code, code.upper())


def _choices(offered: Sequence[str], *chosen: str) -> list[str]:
    """Return the choices of a menu, in order: where there is not room for all, the current ones stay."""
    unique = dict.fromkeys([*chosen, *offered])
    fitting = [name for name in unique if on_one_line(name) and name != _RATHER_NOT_SAY and len(name) <= _NAME_LENGTH]
    return sorted(fitting[: _MENU - 1], key=[*offered, *chosen].index)


def _menu(action_id: str, placeholder: str, choices: Sequence[tuple[str, str]], chosen: str) -> Block:
    return select(action_id, placeholder, [(_RATHER_NOT_SAY, "Rather not say"), *choices], chosen or _RATHER_NOT_SAY)


def _language_menu(codes: Sequence[str], chosen: Sequence[str]) -> Block:
    options = [option(code, language_name(code)) for code in codes]
    initial = [choice for choice in options if choice["value"] in chosen]
    menu: Block = {
        "type": "multi_static_select",
        "action_id": ActionId.HOME_LANGUAGES,
        "placeholder": plain_text("All languages"),
        "options": options,
    }
    return menu | {"initial_options": initial} if initial else menu


def _section(name: str, purpose: str, menu: Block, block_id: str) -> Block:
    return section(f"*{name}*\n{purpose}", menu) | {"block_id": block_id}


def _country(country: str) -> str:
    return country_name(country).removeprefix("the ")


def _age(age_band: str) -> tuple[int, int]:
    """Return the sort key of an age band: "under 18" before "18-24"."""
    number = re.search("[0-9]{1,3}", age_band)
    return (int(number.group()) if number else 0, not age_band.startswith("under"))
