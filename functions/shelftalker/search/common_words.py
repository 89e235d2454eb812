"""Lists of common words, which tell little about the title that they may belong to."""

from typing import NamedTuple


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text with spaces between."""
    return frozenset(text.split())


class CommonWords(NamedTuple):
    """Words as the keys of titles have them: in small letters, without apostrophes.

    Attributes:
        small: The commonest of English, and those that titles write small in the languages of the datasets.
        everyday: Common words of messages about books, and of English.
        reading: Words before a title that nothing else marks: "anyone read Dune?"
        articles: English articles.
    """

    small: frozenset[str] = words_in(
        """
        a about after all also am an and any are as at au be been before but by can could d das de del der des did die
        do does du e ein el en et for from get go had has have he her him his how i if ii im in into is it its just la
        las le les like los m me my no not o of off on one or our out over s she so some t than that the their them
        then there these they this to too two un una und une up us very was we were what when where which who why will
        with would y you your zu
        """
    )
    everyday: frozenset[str] = words_in(
        """
        again always anybody anyone anything around asked author authors away back bad because being best better
        between big book books boy called came cannot cant chapter children close closed come coming currently dark day
        days doesnt doing done dont each early else end enjoyed enjoying enough even ever every everybody everyone
        everything favorite favourite feel felt few finally finish finished first found friend friends fun gave getting
        girl give given goes going gonna good got great guess guide happy hard hear heard hello help hey high history
        home hope hour hours house idea isnt ive job kind kinda know last late later least left let life liked likes
        listen little live lives long look looking lot lots love loved lovely loves lunch made make making man many
        maybe mean meet meeting men middle mind mine minute minutes moment month months more morning most much must
        near need needs never new next nice night nothing novel novels now number okay old once only open other others
        own part party people place plan please point pretty probably question quite read reading really recommend
        recommended rest right said same saw say see seems seen series set side since somebody someone something soon
        sorry start still stop story such suggest support sure take talk team tell tells thank thanks thing things
        think those though thought three through till time times title titles today together tomorrow tonight top
        totally true try trying under until upon used useful using wait waiting wanna want wanted wants war wasnt watch
        watched way week weekend weeks well went while without woman women wonder wont word words work working world
        write written wrong wrote year years yes yesterday yet young youre
        """
    )
    reading: frozenset[str] = frozenset({"finished", "finishing", "read", "reading", "reread", "rereading"})
    articles: frozenset[str] = frozenset({"a", "an", "the"})


COMMON_WORDS = CommonWords()


def is_everyday(key: str) -> bool:
    """Test if all words of a title's key are so common that prose, or a page of any kind, may have them by chance."""
    return all(word in COMMON_WORDS.small or word in COMMON_WORDS.everyday for word in key.split())
