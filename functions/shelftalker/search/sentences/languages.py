"""The language of a sentence around a title, and the words that are no part of that sentence.

"Que lire après how to make" asks in French, so its English words are a title's, however common they are in English.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS, words_in
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.prose_words import PROSE_WORDS


class LanguageConfig(NamedTuple):
    """Numbers and words that tell English from German, French and Spanish.

    Attributes:
        certain: Weight of a language's words of questions from which a sentence is in it.
        english: Words of English questions and prose, beside the common ones.
        shared: Words of English that German, French or Spanish sentences have too.
        german: Words of German sentences, which no French or Spanish one has.
        joined: Shared words that are English ones where they stand beside one.
        european: Common words of titles that are none of English.
    """

    certain: float = 2.0
    english: frozenset[str] = words_in(
        """
        adored ate aye bday bk bks coulda dang dunno dyou fab fave faves fricking gimme gotta hello hey heya hi hiya hmm
        howdy idk jeez lemme lend lmao lmk lol looove loveeed lotsa luv luved nan nowt omg pageturner pageturners prolly
        reccomend reccommend reccs recomend recomendations rlly sis smth sorta tbh tbr til tops tryna tysm umm ur wifey
        wow xmas ya yall yeah yep yo yup youre hers ours gave absolutely actually afterwards airport akin along alot
        already alternatives amazing another anymore anyones anythings arent authors awesome barely basically based
        begins begun below binged blew blown bookclub bookshop bookstore bookworm bookworms borrowed both bought
        brilliant broke bummed bunch buying chapters chasing checked cheers comes comparable compared copyright couldnt
        craving cried crossed definitely delightful desperately devour devoured devouring didnt disappointed down
        downloaded dreading dying eagerly earlier either eight ended enjoy enjoyable entitled everyones exactly
        exhausted fabulous finish finishes finishing five floored folks follow following four genuinely gifted gorgeous
        grabbed grandma grandpa gutted halfway hands hardcover hardback hasnt hate hated havent hear heart here honestly
        hooked hubby hug id ill imma including inhaled insanely instantly intrigued itching itd kept kindly lately
        latter lined lines literally lookup makes meaning might mood named nearly newest nobody novels obsessed
        obviously ones onto overnight paperback past personally pick picking possibly preferably presents presume
        printing probably properly published purchased put quickly rather rave raved raving readalike readalikes reader
        readers reads recently recommendation recommendations recommending regarding relatable released resemble
        resembles resembling reprint reread rereading rereads roughly sadly search searching sequel sequels seriously
        seven shed shelf should shouldnt show similarly six sobbed sobbing somebodys somethings somewhat spirit spouse
        started starting starts stuck stuff suggested suggesting suggestive swallowed teared tels terrific thankful
        thats theres theyre theyve tho thoroughly thoughts thrilled tips titled toward towards tried twice unputdownable
        urgently usually vacation vaguely well werent weve whatever whatre whats wheres whilst whos wondered wondering
        worth worthy wouldnt wrecked writer youd youve
        """
    )
    shared: frozenset[str] = words_in(
        """
        a adore also am an art as audiobook author band base best bett bald but c cause chose come coup d dame die
        dime e ebook ed edition editions etc excellent fan fans favor favorites favourites feel fin find gab genre
        grad ha hat has hast hay he her him hit i idea ideas ii im in is j justo kindle l lent lit los m ma mag mal man
        me mes mine mis mine n name no nr o of off ok okay on once or pas plus pt rec recs roman s saw sea set similar
        sin sir so solo son star stars start stil style suggestions suite super sur t team ten ton tom tome too top
        total tu type u up us vs version vol volume war was we well will y
        """
    )
    german: frozenset[str] = words_in(
        """
        aber als auch bin bitte bucher buch das dem den der ein eine einen einer etwas fur gerade gibt habe haben hab
        habt hat hatte ich ihr im ist kann kennt lesen mag meine mein mich mir mit nach nicht noch oder roman schon sehr
        sie sind suche und uns vom von war was wer wie wir zu zum
        """
    )
    joined: frozenset[str] = words_in("i will he her him is on we well or off man name of come")
    european: frozenset[str] = words_in("au das de del der des du ein el en et la las le les los un una und une zu")


LANGUAGE = LanguageConfig()
_KNOWN = (
    QUESTION_WORDS.asking
    | QUESTION_WORDS.hinting
    | QUESTION_WORDS.linking
    | QUESTION_WORDS.before_author
    | QUESTION_WORDS.joining
    | PROSE_WORDS.prose
    | PROSE_WORDS.before_title
    | PROSE_WORDS.behind_title
)
_ENGLISH = ((COMMON_WORDS.small | COMMON_WORDS.everyday) - LANGUAGE.european | LANGUAGE.english) - LANGUAGE.shared
_FOREIGN = _KNOWN - _ENGLISH - LANGUAGE.shared - COMMON_WORDS.small | LANGUAGE.european


class Language(Enum):
    """Language of a sentence, as far as it tells its own words from a title's."""

    ENGLISH = "English"
    OTHER = "German, French or Spanish"
    UNKNOWN = "unknown"


def language_of(keys: Iterable[str]) -> Language:
    """Return the language of a sentence by its words of questions; titles in it seldom have such words."""
    english = other = 0.0
    for key in keys:
        weight = 2.0 if key in QUESTION_WORDS.asking else 1.0 if key in QUESTION_WORDS.hinting else 0.5
        if key in _FOREIGN:
            other += weight
        elif key in _ENGLISH and weight >= 1:
            english += weight
    if other > english and other >= LANGUAGE.certain:
        return Language.OTHER
    return Language.ENGLISH if english > other and english >= LANGUAGE.certain else Language.UNKNOWN


def is_german(keys: Iterable[str]) -> bool:
    """Test if a sentence is in German, and in no other language that is known here."""
    words = list(keys)
    german = LANGUAGE.german & _FOREIGN
    return language_of(words) is Language.OTHER and sum(word in german for word in words) >= LANGUAGE.certain


def positions_of_other_languages(keys: Sequence[str]) -> frozenset[int]:
    """Return the positions of the common words that a sentence in its language has only in a title."""
    language = language_of(keys)
    if language is Language.UNKNOWN:
        return frozenset()
    others = _FOREIGN if language is Language.ENGLISH else _ENGLISH
    found = {position for position, key in enumerate(keys) if key in others}
    if language is Language.OTHER:
        for position, key in enumerate(keys):
            if key in LANGUAGE.joined and not found.isdisjoint({position - 1, position + 1}):
                found.add(position)
    return frozenset(found)


def is_common(key: str) -> bool:
    """Test if a word is a common one of any of the languages, in sentences about books."""
    return key in _ENGLISH or key in _FOREIGN or key in LANGUAGE.shared


def is_not_english(key: str) -> bool:
    """Test if a word is a common one of German, French or Spanish, and of no English title."""
    return key in _FOREIGN
