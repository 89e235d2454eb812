"""Words of the addresses of bookshops, libraries and reading sites."""

from typing import NamedTuple

from shelftalker.search.common_words import words_in


class SiteWords(NamedTuple):
    """Words of addresses that are the site's and no book's, in lower case.

    Attributes:
        path: Whole parts of a path.
        numbered: Parts of a path before a number of the site's own, which may look like an ISBN.
        before_title: Parts of a path before a title, even one of digits alone.
        first: First words of a slug, of shops that write the kind of article there.
        last: Last words of a slug, of shops that write the format there.
        searches: Parameters with a typed text or a title.
        isbns: Parameters that may have an ISBN of ten characters; one of thirteen is read in any.
        short_links: Hosts whose paths have no words.
        book_hosts: Parts of the hosts of bookshops, libraries and reading sites.
        book_paths: Parts of a path that are followed by a book.
    """

    path: frozenset[str] = words_in(
        """
        a about about-the-book aktion all archive archives art artikel artikeldetails asin asset at author authors
        autor autores aw b bestseller bestsellers book book-details bookdetail bookdetails books bookshop browse buch
        buecher buy bücher c cat catalog catalogue categories category co com content d de default dept detail details
        discovery dp e ebook ebooks edit edition editions edizione en es everything exec fiction fr g gp group h
        hardcover home html http: https: id in index info isbn it item items j k kategorie l lang library libreria
        librerias libro libros list live livre livres lp m main media mobile n name neu nl obidos oclc offer-listing
        ol on online p page paperback pd per plp prod prod_id product product-details product-page product-reviews
        producto productos products produit produits produkt produktdetails produkte pub r read recommendations record
        records ref review reviews romane s se search searchresults series servlet shop shopping show site sku status
        store stores suche summary t tag taschenbuch title titles tp u uk url us v v2 v3 view viewitem volume volumes
        w web wiki work works x z
        """
    )
    numbered: frozenset[str] = frozenset(["author", "lccn", "oclc", "profile", "review", "status", "user", "users"])
    before_title: frozenset[str] = frozenset(["about", "edition", "t", "title", "wiki"])
    first: frozenset[str] = frozenset(["audiolibro", "ebook", "ebooks", "libro", "livre"])
    last: frozenset[str] = words_in(
        """
        audiobook audiolibro bog buch buecher details detail ebook ebooks epub gebunden hardback hardcover hoerbuch
        kindle livre papel paperback pdf poche produkt produktdetails softcover taschenbuch
        """
    )
    searches: frozenset[str] = words_in(
        """
        as_q author booktitle field-author field-keywords field-title k keyword keywords kw lookfor q qs query s
        search search_query search_term searchkey searchquery searchstring searchterm searchtext sq st suchbegriff
        suchtext term text titel title titre titulo tn wd word words
        """
    )
    isbns: frozenset[str] = words_in(
        """
        as_isbn asin bibkeys ean ean13 edition field-isbn gtin identifier isbn isbn10 isbn13 isbn_10 isbn_13 isbns sku
        upc vid
        """
    )
    short_links: frozenset[str] = frozenset(
        ["a.co", "amzn.asia", "amzn.eu", "amzn.to", "bit.ly", "buff.ly", "fb.me", "goo.gl", "is.gd", "lnkd.in", "ow.ly",
         "shorturl.at", "t.co", "tinyurl.com", "youtu.be"]
    )  # fmt: skip
    book_hosts: tuple[str, ...] = (
        "adlibris", "amazon.", "audible", "babelio", "barnesandnoble", "bibli", "blackwell", "bokus", "bol.com", "book",
        "buch", "buech", "chapters", "decitre", "dymocks", "everand", "fable.co", "feltrinelli", "fnac", "foyles",
        "goodreads", "gutenberg", "hachette", "harpercollins", "hugendubel", "indigo", "kobo", "lehmanns", "libby",
        "libr", "literal.club", "livre", "mondadori", "oclc", "orellfuessli", "osiander", "overdrive", "penguin",
        "powells", "scribd", "simonandschuster", "storygraph", "thalia", "waterstones", "weltbild", "worldcat",
    )  # fmt: skip
    book_paths: frozenset[str] = words_in(
        "asin book books buch buecher dp ebook ebooks isbn libro libros livre livres title titles work works"
    )


SITE_WORDS = SiteWords()
