"""Authors' names as readers and catalogues spell them: initials, Jr., and names from other scripts."""

import re

# Spellings of one name in English, German, French, Spanish and by library rules.
_TRANSLITERATIONS = {
    "Dostoevsky": ("Dostoyevsky", "Dostojewski", "Dostoïevski", "Dostoievski", "Dostoevskij"),
    "Dostoyevsky": ("Dostoevsky", "Dostojewski", "Dostoïevski", "Dostoevskij"),
    "Tolstoy": ("Tolstoi", "Tolstoï", "Tolstoj"),
    "Tolstoi": ("Tolstoy", "Tolstoj"),
    "Chekhov": ("Tschechow", "Tchekhov", "Chejov", "Čechov"),
    "Bulgakov": ("Bulgakow", "Boulgakov"),
    "Nabokov": ("Nabokow", "Nabókov"),
    "Solzhenitsyn": ("Solschenizyn", "Soljenitsyne", "Solzhenitsin"),
    "Turgenev": ("Turgenjew", "Tourgueniev"),
    "Pushkin": ("Puschkin", "Pouchkine"),
    "Asimov": ("Asimow",),
    "Gogol": ("Gógol", "Gogol'"),
    "Zamyatin": ("Samjatin", "Zamiatine"),
    "Fyodor": ("Fjodor", "Fedor"),
    "Mikhail": ("Michail", "Mijaíl"),
    "Leo": ("Lev", "Lew"),
    "Anton": ("Antón",),
    "Aleksandr": ("Alexander", "Alexandre"),
    "Alexander": ("Aleksandr",),
    "Naguib": ("Nagib", "Najib"),
    "Mahfouz": ("Machfus", "Mahfuz"),
    "Kahlil": ("Khalil",),
    "Gibran": ("Djibran",),
    "Khaled": ("Chaled",),
    "Saadawi": ("as-Saadawi", "Sadawi"),
    "Kazantzakis": ("Kazantzaki", "Kasantzakis"),
    "Jin": ("Djin",),
    "Xingjian": ("Xing Jian",),
    "Kundera": ("Koundera",),
    "Rushdie": ("Ruschdie", "Roushdie"),
    "Alexandre": ("Alejandro", "Alexander"),
    "Isabel": ("Ysabel", "Isabelle"),
    "Coelho": ("Coehlo", "Coelo"),
    "Cervantes": ("Cervant\u00e8s",),
    "Tzu": ("Zi", "Tse"),
    "Yukio": ("Yukyo",),
    "Oe": ("Ōe",),
    "Homer": ("Homère", "Homero"),
    "Plato": ("Platon", "Platón"),
    "Virgil": ("Vergil", "Virgile"),
    "Wiesel": ("Vizel",),
    "Aleichem": ("Alejchem", "Alechem"),
}
_INITIAL = re.compile(r"\b[A-Z]\.\s*")
_ACCENTS = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "ë": "e", "á": "a", "à": "a", "â": "a",
    "å": "aa", "ø": "oe", "æ": "ae", "í": "i", "ï": "i", "ó": "o", "ô": "o", "ú": "u", "ñ": "n", "ç": "c", "ł": "l",
    "Ö": "Oe", "Ø": "Oe", "É": "E", "Á": "A", "Å": "Aa", "š": "s", "č": "c", "ž": "z", "ř": "r", "ě": "e", "ý": "y",
})  # fmt: skip


def first_author(author: str) -> str:
    """Return the first of the credited authors."""
    return re.split(r"\s*[,;/&]\s*|\s+and\s+", author)[0]


def surname(author: str) -> str:
    """Return an author's surname, with its particles and without "Jr." and numerals."""
    words = [word for word in author.split() if word.rstrip(".").lower() not in ("jr", "sr", "ii", "iii", "iv", "phd")]
    start = max(0, len(words) - 1)
    while start > 1 and words[start - 1].lower() in ("de", "van", "von", "der", "du", "la", "le", "den", "st."):
        start -= 1
    return " ".join(words[start:])


def surname_first(author: str) -> str | None:
    """Return an author's name as catalogues have it: "Tolkien, J. R. R."; None for a name of one word."""
    last = surname(author)
    first = author[: author.rfind(last)].strip()
    return f"{last}, {first}" if first else None


def without_middle_initials(author: str) -> str | None:
    """Return "Philip Dick" for "Philip K. Dick"; None where there is no middle initial."""
    first, _, rest = author.partition(" ")
    bare = _INITIAL.sub("", rest)
    return f"{first} {bare}" if len(first.rstrip(".")) > 1 and bare and bare != rest else None


def with_middle_initial(author: str, letter: str) -> str | None:
    """Return "Stephen E. King" for "Stephen King"; None unless the name is two whole words."""
    words = author.split()
    if len(words) != 2 or any(len(word.rstrip(".")) < 3 for word in words):
        return None
    return f"{words[0]} {letter.upper()}. {words[1]}"


def with_joined_initials(author: str) -> str | None:
    """Return "JRR Tolkien" for "J. R. R. Tolkien"; None where there are no two initials at the front."""
    initials = re.match(r"(?:[A-Z]\.\s*){2,}", author)
    return initials and f"{re.sub(r'[. ]', '', initials[0])} {author[initials.end() :]}"


def with_spaced_initials(author: str) -> str | None:
    """Return "J R R Tolkien" for "J.R.R. Tolkien"; None where there are no two initials at the front."""
    initials = re.match(r"(?:[A-Z]\.\s*){2,}", author)
    return initials and f"{' '.join(re.sub(r'[. ]', '', initials[0]))} {author[initials.end() :]}"


def with_initials_alone(author: str) -> str | None:
    """Return "S. King" for "Stephen King"; None for a name that has no first name in full."""
    words = author.split()
    if len(words) < 2 or len(words[0].rstrip(".")) < 3:
        return None
    return " ".join([*(f"{word[0]}." for word in words[:-1]), words[-1]])


def transliterations(author: str) -> list[str]:
    """Return other spellings of a name: without accents, or as other languages write a name from another script."""
    plain = author.translate(_ACCENTS)
    found = [plain] if plain != author else []
    for name, spellings in _TRANSLITERATIONS.items():
        found += [re.sub(rf"\b{name}\b", spelling, author) for spelling in spellings if name in author.split()]
    return found
