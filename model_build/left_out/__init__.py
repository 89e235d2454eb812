"""The works that a model leaves out: those whose subjects say erotica, and those that an operator's rules name."""
