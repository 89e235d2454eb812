"""The addresses that are Slack's own."""

from pathlib import Path

import pytest

from shelftalker.slack.addresses import is_file_url, is_response_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://hooks.slack.com/actions/T1/2/abc", True),
        ("https://hooks.slack-gov.com/commands/T1/2/abc", True),
        ("http://hooks.slack.com/actions/T1/2/abc", False),
        ("https://hooks.slack.com:8443/actions/T1/2/abc", False),
        ("https://hooks.slack.com@evil.example/actions", False),
        ("https://someone@hooks.slack.com/actions", False),
        ("https://hooks.slack.com.evil.example/actions", False),
        ("https://evil.example/hooks.slack.com", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("http://127.0.0.1:9000/response", False),
        ("http://localhost/response", False),
        ("https://[::1", False),
        ("https://[::ffff:127.0.0.1]/response", False),
        ("https://127.1/response", False),
        ("https://0.0.0.0/response", False),
        ("https://hooks.slack.com./actions", False),
        ("https://hooks.slac\u212a.com/actions", False),
        ("https://hooks\u3002slack\u3002com/actions", False),
        ("https://hooks.slack.com\\@evil.example/", False),
        ("https://hooks.slack.com\t.evil.example/", False),
        ("https://hooks.slack\n.com/actions", False),
        ("https://hooks.slack.com/\r\nHost: evil.example", False),
        ("https://hooks.slack.com/actions/T1 HTTP/1.1", False),
        (" https://hooks.slack.com/actions", False),
        ("https://hooks.slack.com?@evil.example/", False),
        ("https:///hooks.slack.com/actions", False),
        (None, False),
        (5, False),
        (["https://hooks.slack.com/actions"], False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_answers_go_to_slacks_own_hosts_over_https_alone(
    monkeypatch: pytest.MonkeyPatch, url: object, expected: bool
) -> None:
    monkeypatch.delenv("RESPONSE_URLS_ON_LOOPBACK")
    assert is_response_url(url) is expected


def test_a_slack_on_this_machine_takes_answers_where_a_setting_says_so_that_the_template_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RESPONSE_URLS_ON_LOOPBACK", "on")
    assert is_response_url("http://127.0.0.1:9000/response")
    assert is_file_url("http://127.0.0.1:9000/file")
    assert not is_response_url("https://evil.example/")
    monkeypatch.setenv("RESPONSE_URLS_ON_LOOPBACK", "off")
    assert not is_file_url("http://127.0.0.1:9000/file")
    assert "RESPONSE_URLS_ON_LOOPBACK" not in (Path(__file__).parents[3] / "template.yaml").read_text(encoding="utf-8")
