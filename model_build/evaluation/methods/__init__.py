"""The compared methods: baselines of the field behind one interface."""
