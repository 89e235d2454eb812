"""How good the recommendations are: measured on readers whom the build didn't see, beside other methods."""
