"""The weekly training, started from the page: its state machine in moto, its command, and the calls of its panel."""
