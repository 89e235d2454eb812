"""Sources of data: one module each, which writes the three tables of the contract."""
