"""The evaluation's report: a page, JSON, plots and a summary for the terminal."""
