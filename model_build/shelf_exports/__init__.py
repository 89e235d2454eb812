"""Readers' own library exports: the formats of seven services, and the model's books that their rows name.

The room stands in the build, above `works`, whose reading of titles it shares: the same "(Dune Chronicles, Book 2)"
means the same series and volume to a build and to an import. It could not stand in `shelftalker.shelf`, which is below
the search that finds books. It imports no numpy and no pandas, so that it can follow `works.title_parts` and
`works.series_mentions` into a room of `shelftalker` above `search` once the bot itself imports.
"""
