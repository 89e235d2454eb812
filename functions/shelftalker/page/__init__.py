"""The web page: a title box and five books, as HTML that works without JavaScript."""
