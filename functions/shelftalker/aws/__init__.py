"""AWS clients: created when first used, with short time-outs."""
