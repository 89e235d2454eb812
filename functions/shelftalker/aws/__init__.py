"""Calls of AWS services: clients that are created when first used, with short time-outs."""
