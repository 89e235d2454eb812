"""The subjects that say of a book that it is erotica, which a workplace does not want to be recommended.

Subjects come from libraries (LCSH and LCGFT: "Erotic stories, American", "Erotic fiction"), from publishers (BISAC:
"Fiction / Erotica / General", which Open Library writes as "Fiction, erotica, general") and from readers' shelves
("erotica-romance"). Studies of erotica have the same words beside others: "Erotic literature -- History and criticism".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shelftalker.model.title_keys import words_of


@dataclass(frozen=True, slots=True)
class EroticaWords:
    """Words of subjects, in lower case and without accents.

    A subject says erotica if it has one of the nouns, or is an adjective alone, or has an adjective and the name of a
    form; and if it has no word of a study, of another art or of a denial. Sex and love as themes are none, nor is
    pornography, which LCSH uses for books about it. Poetry and drama are let through: Ovid's "Amores" are "Erotic
    poetry, Latin", and are in every library.

    Attributes:
        nouns: Names of the genre.
        adjectives: Adjectives of it, in the languages of most catalogues.
        forms: Forms of books. Of pictures there are photographs and comics: "Erotic art" and "Erotic sculpture" are
            museums' subjects.
        others: Words of a study, another art or a denial within the subject.
        studies: Further subjects that make a book a study, of which nothing says erotica.
        stems: The letters of all nouns and adjectives: few subjects have any, and the others need not be folded.
    """

    nouns: frozenset[str] = frozenset(["erotica", "erotika", "hentai"])
    adjectives: frozenset[str] = frozenset([
        "erotic", "erotik", "erotische", "erotischer", "erotisches", "erotischen", "erotique", "erotiques", "erotico",
        "eroticos", "eroticas", "erotici", "erotiche", "pornographic", "pornografische",
    ])  # fmt: skip
    forms: frozenset[str] = frozenset([
        "fiction", "story", "stories", "tale", "tales", "literature", "novel", "novels", "novella", "novellas",
        "romance", "romances", "book", "books", "ebook", "ebooks", "memoir", "memoirs", "anthology", "anthologies",
        "comic", "comics", "manga", "photograph", "photographs", "photography",
        "literatur", "roman", "romane", "romans", "erzahlung", "erzahlungen", "geschichte", "geschichten",
        "litterature", "recit", "recits", "nouvelles", "photographie", "bandes",
        "literatura", "novela", "novelas", "cuento", "cuentos", "relatos", "fotografia",
        "letteratura", "narrativa", "romanzo", "romanzi", "racconti", "verhalen",
    ])  # fmt: skip
    others: frozenset[str] = frozenset([
        "history", "historiography", "criticism", "bibliography", "authorship", "writing", "censorship", "collectors",
        "law", "theory", "psychology", "philosophy", "sociology", "study", "studies", "religious", "museum", "museums",
        "art", "arts", "painting", "prints", "sculpture", "music", "dance", "film", "films", "cinema", "theater",
        "drama", "poetry", "poem", "poems", "arte", "kunst", "poesia", "poesie", "lyrik", "gedichte", "cine", "musica",
        "no", "not", "non", "without", "kein", "keine", "geschichtsschreibung", "histoire", "historia", "storia",
    ])  # fmt: skip
    studies: frozenset[str] = frozenset([
        "history and criticism", "criticism and interpretation", "criticism", "literary criticism", "bibliography",
        "authorship", "censorship", "in literature", "in art", "exhibitions", "law and legislation",
        "history and criticism etc", "histoire et critique", "historia y critica", "storia e critica",
    ])  # fmt: skip
    stems: re.Pattern[str] = re.compile("[e\u00e9]\u0301?r[o\u00f3]\u0301?ti|pornogra|hentai", re.IGNORECASE)


EROTICA = EroticaWords()
# Divisions of a heading: "Fiction / Erotica", "Erotic literature -- History and criticism".
_DIVISIONS = re.compile(r"\s*(?:--|/|>|&gt;|;|\|)\s*")


def says_erotica(subjects: Iterable[str]) -> bool:
    """Test if a book's subjects say that it is erotica."""
    subjects = list(subjects)
    if not any(map(EROTICA.stems.search, subjects)):
        return False
    parts = [words_of(part) for subject in subjects for part in _DIVISIONS.split(subject)]
    return any(map(_is_erotica, parts)) and EROTICA.studies.isdisjoint(parts)


def _is_erotica(subject: str) -> bool:
    """Test if a subject, as `words_of` writes it, says erotica by itself."""
    words = set(subject.split())
    if not words.isdisjoint(EROTICA.others):
        return False
    if not words.isdisjoint(EROTICA.nouns) or (words and words <= EROTICA.adjectives):
        return True
    return not words.isdisjoint(EROTICA.adjectives) and not words.isdisjoint(EROTICA.forms)
