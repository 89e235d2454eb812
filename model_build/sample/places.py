"""The towns of the sample's made-up readers, and the languages of their readers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A town of readers.

    Attributes:
        location: "city, region, country", as Users.csv has it; parts may be empty, as in the real dataset.
        language: ISO 639-1 code of the readers' first language; they all read English too.
        readers: Number of readers who live here, relative to the other places.
    """

    location: str
    language: str
    readers: float


PLACES = (
    Place("portland, oregon, usa", "en", 6),
    Place("austin, texas, usa", "en", 6),
    Place("chicago, illinois, usa", "en", 6),
    Place("brooklyn, new york, usa", "en", 6),
    Place("seattle, washington, usa", "en", 5),
    Place("atlanta, georgia, usa", "en", 4),
    Place("toronto, ontario, canada", "en", 5),
    Place("montréal, québec, canada", "fr", 3),
    Place("london, england, united kingdom", "en", 7),
    Place("leeds, england, united kingdom", "en", 3),
    Place("edinburgh, scotland, united kingdom", "en", 4),
    Place("dublin, , ireland", "en", 3),
    Place("melbourne, victoria, australia", "en", 4),
    Place("wellington, , new zealand", "en", 2),
    Place("lagos, , nigeria", "en", 3),
    Place("cape town, western cape, south africa", "en", 2),
    Place("mumbai, maharashtra, india", "hi", 3),
    Place("delhi, , india", "hi", 2),
    Place("madrid, madrid, spain", "es", 4),
    Place("buenos aires, , argentina", "es", 3),
    Place("ciudad de méxico, , mexico", "es", 4),
    Place("bogotá, , colombia", "es", 2),
    Place("paris, île-de-france, france", "fr", 4),
    Place("lyon, , france", "fr", 2),
    Place("berlin, berlin, germany", "de", 4),
    Place("münchen, bayern, germany", "de", 3),
    Place("wien, , austria", "de", 2),
    Place("milano, lombardia, italy", "it", 3),
    Place("lisboa, , portugal", "pt", 2),
    Place("são paulo, são paulo, brazil", "pt", 3),
    Place("warszawa, , poland", "en", 2),
    Place("stockholm, , sweden", "en", 2),
    Place("amsterdam, , netherlands", "en", 3),
    Place("moscow, , russia", "ru", 3),
    Place("tokyo, , japan", "ja", 5),
    Place("osaka, , japan", "ja", 2),
    Place("shanghai, , china", "zh", 4),
    Place("taipei, , taiwan", "zh", 2),
    Place("seoul, , south korea", "ko", 3),
    Place("cairo, , egypt", "ar", 3),
    Place("beirut, , lebanon", "ar", 2),
    Place("", "en", 3),
)
