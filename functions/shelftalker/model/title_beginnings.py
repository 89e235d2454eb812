"""First words of titles, by which a long message is searched for the places where a title may begin."""

# So many letters may be initials that are written together: "jr" is the beginning of "jrr tolkien".
_INITIALS = 3


def title_beginnings(key: str) -> list[str]:
    """Return the beginnings of a normalised title that are looked up: its first word, and its first two."""
    words = key.split(" ", 2)
    return [words[0], " ".join(words[:2])] if len(words) > 1 else words


def beginning_to_compare(beginning: str) -> str:
    """Return what is looked up of the first words of a possible title; '' where any title may begin with them.

    Titles that begin with them begin with this. Initials are left out, as a title may have more of them, and so is
    what is written without spaces: words of such scripts go on in a longer title.
    """
    words = beginning.split(" ", 2)[:2]
    if len(words) > 1 and len(words[1]) == 1:
        del words[1]
    if len(words) == 1 and len(words[0]) <= _INITIALS:
        return ""
    return "" if any(_is_without_case(word) for word in words) else " ".join(words)


def _is_without_case(word: str) -> bool:
    return not word.isascii() and any(letter.isalpha() and letter.lower() == letter.upper() for letter in word)
