"""What happened, for whoever watches: metrics, and log lines without a word of what people asked for."""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

logger = Logger(child=True)
_metrics = Metrics()


def count(outcome: str) -> None:
    """Count that something happened once."""
    _metrics.add_metric(name=outcome, unit=MetricUnit.Count, value=1)
