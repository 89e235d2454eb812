"""Learning from the shelves of readers in Slack who opted in: their exported ratings, under pseudonyms and within caps.

`table_export` has the files, `shelf_items` the items in them, `shelf_ratings` the ratings to learn from, and
`joined_shelves` puts them beside the ratings of a dataset, as far as `workspace_caps` admits them.
"""
