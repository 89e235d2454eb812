"""Deployments to an AWS account around `sam deploy` and `sam delete`: `make deploy`, `make destroy`, `make adopt`."""
