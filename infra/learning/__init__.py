"""The weekly training on one machine: its state machine, and the worker that trains in place of EMR Serverless."""
