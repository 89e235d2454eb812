"""Evaluation of the recommendations on readers that the build did not see, beside other methods."""
