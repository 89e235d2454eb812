"""Tests of the flood, which is a short and slow one here."""

from pathlib import Path

from tests.bench.flood import FloodConfig, run_flood


def test_no_signed_request_fails_while_somebody_floods_the_url(model_directory: Path, tmp_path: Path) -> None:
    config = FloodConfig(rubbish_rate=40, signed_rate=4, seconds=5, environments=2, slack_seconds=20)
    flood = run_flood(model_directory, tmp_path, config)

    assert flood.failures(config) == 0
    assert flood.signed.outcomes == {"books": 20}
    assert flood.rubbish.outcomes.total() == 200
    assert set(flood.rubbish.outcomes) <= {"200", "400", "401", "413", "415"}
    # An answer to a check of the certificate is no refusal.
    assert len(flood.refusal_milliseconds) == 200 - flood.rubbish.outcomes["200"]
