"""Names in place of an author: "Various", "N.N.", "[no author]", "Anónimo", in the languages that catalogues have."""

import re
from dataclasses import dataclass
from functools import lru_cache

from shelftalker.model.title_keys import BRACKETED, words_of


def _words_in(text: str) -> frozenset[str]:
    """Return the entries of a list, divided by commas or lines, by the value of their letters."""
    return frozenset(_letters_of(entry) for entry in re.split(r"[,\n]", text) if entry.strip())


def _letters_of(text: str) -> str:
    """Return the letters and digits of a text alone, without case and accents: "AA. VV." and "Aa.Vv" are one entry."""
    return words_of(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class NobodysNames:
    """Entries that name no author, compared by the value of their letters, see `_letters_of`.

    Attributes:
        credited: Those that say more than that the author is unknown, and are shown.
        entries: All of them.
        ambiguous: Those that may also be a part of a name: "Staff, Leopold" is a poet, "Editors and Staff of Time" a
            publisher. Only between semicolons or bars they are taken for nobody beside other authors.
        and_others: An ending after the last author.
        separator: Punctuation between several authors; beside a comma the name may be an inverted one.
    """

    credited: frozenset[str] = _words_in("anonymous, various, various artists, various authors")
    entries: frozenset[str] = _words_in(
        """
        aavv, aa vv, vvaa, nn, n n, na, n a, sn, xxx, null, nan, nil, none, undefined, tba, tbc, tbd, div, misc
        anon, anonym, anonymous, assorted, assorted authors, author, author na, author not given, author not known
        author not listed, author not specified, author unknown, authors, compilation, contributors, default author
        editor, editorial staff, editors, et al, many authors, miscellaneous, miscellaneous authors, mixed authors
        multiple, multiple authors, multiple contributors, multiple writers, mult, name unknown, no author
        no author given, no author listed, no author name, no author named, no author specified, no author stated
        no name, not applicable, not applicable na, not available, not available na, not given, not known, not listed
        not provided, not specified, not stated, several, several authors, staff, staff writers, the author, the authors
        the editors, to be announced, to be confirmed, to be determined, unattributed, uncredited, unknown
        unknown author, unknown authors, unknown unknown, unknown writer, unnamed, unspecified, unstated, various
        various artists, various author, various authors, various contributors, various editors, various writers
        various various, without author, writer, writers

        anonymus, autor, autor unbekannt, autoren, autorenkollektiv, autorenteam, diverse, diverse autoren, div autoren
        herausgeber, keine angabe, kein autor, kollektiv, mehrere autoren, ohne autor, ohne verfasser
        unbekannt, unbekannter autor, unbekannter verfasser, ungenannt, verfasser unbekannt, verschiedene
        verschiedene autoren, versch autoren
        anonyme, auteur, auteur anonyme, auteur inconnu, auteurs, auteurs divers, collectif, collectifs, divers
        divers auteurs, inconnu, non precise, non renseigne, ouvrage collectif, pas d'auteur, plusieurs auteurs
        sans auteur, collectif d'auteurs, auteurs multiples
        anonimo, autor anonimo, autor desconocido, autores varios, desconocido, sin autor, varios, varios autores
        diversos autores, vari, obra colectiva, no consta
        autor desconhecido, autores diversos, coletivo, desconhecido, sem autor, autores vários, vários
        anonim, anònim, autor desconegut, autors diversos, diversos autors
        autore anonimo, autore ignoto, autore sconosciuto, autori vari, autori varie, ignoto, sconosciuto, varie
        anoniem, auteur onbekend, diverse auteurs, diverse schrijvers, diversen, onbekend, onbekende auteur, div auteurs
        verschillende auteurs
        diverse forfattare, diverse författare, flera författare, författare okänd, okänd, okänd författare
        olika författare, diverse forfattere, flere forfattere, forfatter ukendt, forfatter ukjent, forskellige
        forskellige forfattere, forskjellige forfattere, ukendt, ukendt forfatter, ukjent, ukjent forfatter
        eri tekijöitä, tekijä tuntematon, tuntematon, tuntematon tekijä, useita kirjoittajia, useita tekijöitä
        höfundur óþekktur, óþekktur, ýmsir, ýmsir höfundar, autor teadmata, tundmatu, tundmatu autor
        nezināms, nezināms autors, nežinomas, nežinomas autorius
        autor nieznany, brak autora, nieznany, nieznany autor, opracowanie zbiorowe, praca zbiorowa, różni autorzy
        autor neznámy, autor neznámý, bez autora, kolektiv, kolektív, kolektiv autorů, kolektív autorov, neznámý
        neznámý autor, neznámy autor, různí, různí autoři, rôzni autori, kol autorů, nepoznat, nepoznat autor
        nepoznati autor, neznan avtor, neznani avtor, razni autori, skupina autora, skupina avtorjev, više autora
        ismeretlen, ismeretlen szerző, különböző szerzők, névtelen, több szerző, szerző nélkül
        autor anonim, autor necunoscut, autori diverși, colectiv, colectiv de autori, fără autor, mai mulți autori
        necunoscut, autor i panjohur, i panjohur
        bilinmeyen, bilinmeyen yazar, bilinmiyor, çeşitli yazarlar, kolektif, komisyon, yazar belirtilmemiş
        yazarı belli değil, yazarı bilinmiyor, tác giả khuyết danh, khuyết danh, nhiều tác giả, vô danh
        penulis tidak diketahui, tidak diketahui, anonim tidak diketahui, haihulikani, auctor ignotus, auctor incertus

        автор невідомий, автор неизвестен, автор не указан, аноним, анонім, анонимен, без автора, без автор
        группа авторов, коллектив авторов, колектив авторів, колектив, коллектив, невідомий, невідомий автор, неизвестен
        неизвестен автор, неизвестный, неизвестный автор, непознат, непознат аутор, разные авторы, різні автори
        група авторів, различни автори, авторский коллектив, нет автора, сборник
        άγνωστος, άγνωστος συγγραφέας, ανώνυμος, διάφοροι, διάφοροι συγγραφείς, συλλογικό, συλλογικό έργο
        אין מחבר, אלמוני, אנונימי, לא ידוע, לא צוין, מחבר לא ידוע, מחברים שונים, קבוצת מחברים, שונים
        بدون مؤلف, غير معروف, غير محدد, مؤلف مجهول, مؤلفون, مجموعة من المؤلفين, مجموعة مؤلفين, مجهول, ناشناس, نامعلوم
        نویسنده ناشناس, جمعی از نویسندگان, نامشخص
        不明, 不详, 不詳, 作者不明, 作者不詳, 作者不详, 佚名, 其他, 多人, 无名氏, 無名氏, 未知, 未詳
        编者不详, 著者不明, 著者未詳, 複数著者, 集体, 集体编写, 群体, よみ人しらず, 読人知らず, アンソロジー
        작자 미상, 작자미상, 미상, 저자 미상, 여러 작가, 편집부, 알 수 없음
        अज्ञात, अनाम, लेखक अज्ञात, अनेक लेखक, ไม่ทราบ, ไม่ทราบผู้แต่ง, ไม่ระบุ, ไม่ปรากฏผู้แต่ง
        """
    )
    ambiguous: frozenset[str] = _words_in(
        """
        anon, assorted, author, authors, autor, auteur, colectiv, compilation, contributors, div, divers, diverse
        editor, editorial staff, editors, ignoto, kollektiv, misc, multiple, mult, na, nan, nil, nn, none, null, several
        sn, staff, staff writers, undefined, unknown, vari, varie, writer, writers, xxx
        """
    )
    and_others: re.Pattern[str] = re.compile(
        r"[\s,;(\[]*(?:\bet al(?:ii\b|\b)|\bu\. ?a\.|(?:&|\b(?:and|und|et|y|e|og|och|en|i)) "
        r"(?:(?:many |several )?others?|more|andere|anderen|autres|otros|outros|altri|andre|andra|inni)\b)[\s.)\]]*$",
        re.IGNORECASE,
    )
    separator: re.Pattern[str] = re.compile(r"(\s*(?:[;|&,]|(?<!\bn)/|\band\b|\bund\b|\bwith\b)\s*)", re.IGNORECASE)


_NAMES = NobodysNames()


@lru_cache(maxsize=4096)
def names_nobody(author: str) -> bool:
    """Return True if an entry stands in place of an author: 'Various (Editor)', 'n/a', '[No author]', '?', ''.

    An entry without any letter names nobody either.
    """
    letters = _letters_of(author)
    if letters in _NAMES.entries or not any(map(str.isalpha, letters)):
        return True
    return "(" in author and _letters_of(BRACKETED.sub(" ", author)) in _NAMES.entries


def is_credited_nobody(author: str) -> bool:
    """Return True if an entry names nobody and is shown all the same: 'Anonymous', 'Various'."""
    return _letters_of(author) in _NAMES.credited


def without_nobody(author: str) -> str:
    """Return the authors named on a book without the entries that name nobody: 'Various; John Smith' is 'John Smith'.

    An empty string where nobody is named at all, except that 'Anonymous' and 'Various' stay as they are.
    """
    author = author.strip()
    if names_nobody(author):
        return author if is_credited_nobody(author) else ""
    kept = _NAMES.and_others.sub("", author) or author
    parts = _NAMES.separator.split(kept.strip(" ;|,"))
    if len(parts) == 1:
        return parts[0]
    names, separators = parts[::2], ["", *parts[1::2]]
    is_list = any(mark.strip() in {";", "|"} for mark in separators)
    authors = [
        (mark, name)
        for mark, name in zip(separators, names, strict=True)
        if not (name and names_nobody(name)) or (not is_list and _letters_of(name) in _NAMES.ambiguous)
    ]
    if not authors:
        return ""
    return authors[0][1] + "".join(mark + name for mark, name in authors[1:])


def without_nobody_between_commas(author: str) -> str:
    """Return a list of whole names divided by commas without the entries that name nobody; any other text as it is.

    An empty string where all of them name nobody.

    "John Smith, Unknown" is "John Smith"; "Staff, Leopold" is one name with its surname in front.
    """
    entries = [entry.strip() for entry in author.split(",")]
    names = [entry for entry in entries if entry and not names_nobody(entry)]
    if len(entries) == 1 or len(names) == len(entries):
        return author
    if not names:
        return ""
    is_list = all(len(name.split()) > 1 for name in names)
    return ", ".join(names) if is_list else author
