"""Words and forms of the made-up dumps of Open Library: titles of four languages, subjects, series, dates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Words by which the titles of a language are made: patterns of {noun}, {place}, {adjective} and {name}."""

    code: str
    isbn_group: str
    share: float
    patterns: tuple[str, ...]
    nouns: tuple[str, ...]
    adjectives: tuple[str, ...]
    subtitles: tuple[str, ...]


_ENGLISH = Language(
    "eng", "0", 0.7,
    ("The {adjective} {noun}", "A {noun} of {place}", "{place}", "The {noun} of {name}", "{noun} and {noun}",
     "In the {adjective} {noun} of {place}", "{name} and the {noun}", "How {place} Became a {noun}",
     "{adjective} {place}", "My {adjective} {noun}", "The {noun}'s {noun}", "What the {noun} Knew About {name}"),
    ("Garden", "River", "Winter", "House", "Letter", "Daughter", "Machine", "Silence", "Harbour", "Crown", "Window",
     "Orchard", "Road", "Island", "Shadow", "Mirror", "Night", "Witness", "Season", "Cartographer", "Storm", "Sea"),
    ("Broken", "Golden", "Last", "Hidden", "Quiet", "Long", "Burning", "Invisible", "Blue", "Lost", "Wild", "Paper"),
    ("A Novel", "A Memoir", "The Untold Story of {place}", "A History of {noun}s and {noun}s",
     "How We Learn from {name}", "Essays on {place}", "A Guide to the {adjective} {noun}"),
)  # fmt: skip
_GERMAN = Language(
    "ger", "3", 0.12,
    ("Der {noun} von {place}", "{noun} und {noun}", "Das Schweigen von {name}", "Mein {noun} in {place}", "{place}",
     "Die Stadt {place} im {noun}"),
    ("Garten", "Fluss", "Winter", "Brief", "Schatten", "Sommer", "Spiegel", "Wald", "Sturm", "Schlüssel", "Träumer"),
    ("letzte", "stille", "lange", "verlorene"),
    ("Roman", "Die Geschichte von {place}", "Ein Leben für {name}", "Gespräche mit {name}"),
)  # fmt: skip
_FRENCH = Language(
    "fre", "2", 0.1,
    ("Le {noun} de {place}", "L'{place} d'été", "{noun} et {noun}", "Un {noun} pour {name}", "{place}"),
    ("jardin", "fleuve", "hiver", "silence", "miroir", "voyage", "château", "théâtre", "secret", "rêve"),
    ("dernier", "long", "perdu"),
    ("roman", "récit", "Une histoire de {place}", "Lettres à {name}"),
)  # fmt: skip
_SPANISH = Language(
    "spa", "84", 0.08,
    ("El {noun} de {place}", "La casa de {name}", "{noun} y {noun}", "Cien días en {place}", "{place}"),
    ("jardín", "río", "invierno", "silencio", "camino", "espejo", "corazón", "niño", "sueño", "otoño"),
    ("último", "largo", "perdido"),
    ("novela", "Una historia de {place}", "Cartas a {name}"),
)  # fmt: skip
LANGUAGES = (_ENGLISH, _GERMAN, _FRENCH, _SPANISH)
ARTICLES = ("The ", "A ", "Der ", "Das ", "Die ", "Le ", "Un ", "El ", "La ")
SUBJECTS = (
    "Fiction", "Whaling -- Fiction", "Friendship", "Physics", "Cosmology.", "Detective and mystery stories",
    "Bildungsromans", "World War, 1939-1945", "Large type books", "nyt:hardcover-fiction=2012-01-01", "Accessible book",
    "Cooking, French", "Fiction, science fiction, general", "Fiction, romance, historical", "Women authors", "Dragons",
    "London (England) -- History", "Immigrants -- Biography", "Computers", "Philosophy, Ancient", "Climatic changes",
    "Poetry (poetic works by one author)", "Sisters", "Ghost stories", "Trees", "Mountaineering", "Chess", "Gardening",
)  # fmt: skip
SERIES_FORMS = (
    "{name} ; {volume}",
    "{name} -- bk. {volume}",
    "{name} #{volume}",
    "{name}, book {volume}",
    "{name} ({volume})",
)
DATES = ("{year}", "c{year}", "March {year}", "{year}-05-01", "June 3, {year}", "[{year}?]")
FILLER = {
    "created": {"type": "/type/datetime", "value": "2008-04-30T09:38:13.731961"},
    "last_modified": {"type": "/type/datetime", "value": "2022-11-15T18:21:44.012345"},
    "physical_format": "Paperback",
    "source_records": ["marc:marc_records_scriblio_net/part28.dat:62741961:1376", "amazon:0108385140"],
    "notes": {"type": "/type/text", "value": "Includes bibliographical references (p. 17-18) and index."},
    "identifiers": {"goodreads": ["6850240"], "librarything": ["1817595"]},
    "lc_classifications": ["HQ784.V55 R45 1997"],
    "latest_revision": 4,
}
