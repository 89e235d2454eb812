"""Readers' own library exports: the formats of seven services, and the model's books that their rows name.

The bot and the build's `import-shelf` read them by the same code. The room shares the build's reading of titles, in
`title_parsing`: the same "(Dune Chronicles, Book 2)" means the same series and volume to a build and to an import.
"""
