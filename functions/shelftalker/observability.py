"""How long answers take, by what came of them: for whoever watches."""

from aws_lambda_powertools.metrics import Metrics, MetricUnit

# Counted along the way by model/source.py: what happened to the model, not to the person.
_NO_OUTCOMES = {"ModelPointerFailed", "ModelFetchFailed", "ModelSwitched"}


def tell_latency(metrics: Metrics, seconds: float) -> None:
    """Add the time that a request took to its metrics, and beside it what it was counted as.

    The latter only goes to the log, where the dashboard of infra/monitoring.yaml asks for it: as a dimension it would
    make a metric of each outcome, which are billed one by one.

    Args:
        metrics: What has counted the outcome, if it was counted: the last of several is the one that the person saw.
        seconds: From the event to its answer.
    """
    counted = [name for name, metric in metrics.metric_set.items() if metric["Unit"] == MetricUnit.Count.value]
    outcomes = [name for name in counted if name not in _NO_OUTCOMES]
    metrics.add_metric(name="Latency", unit=MetricUnit.Milliseconds, value=round(seconds * 1000, 1))
    metrics.add_metadata(key="outcome", value=outcomes[-1] if outcomes else "Uncounted")
