"""The weekly training, started from the page: its state machine in moto, the command that trains, and what is shown."""
