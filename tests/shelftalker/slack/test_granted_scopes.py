"""The scopes that Slack's answers name."""

from shelftalker.slack.granted_scopes import CONFIG, GrantedScopes, SeenScopes


def test_the_scopes_of_the_last_answer_count_for_a_minute() -> None:
    now, seen = [1000.0], SeenScopes()
    scopes = GrantedScopes(seen, lambda: now[0])
    scopes.note("T1", {"X-OAuth-Scopes": "commands, files:write"})
    scopes.note("T1", {"Content-Type": "text/html"})
    assert scopes.of("T1") == frozenset({"commands", "files:write"})
    assert scopes.of("T2") is None
    scopes.note("T1", {"x-oauth-scopes": "commands"})
    assert scopes.of("T1") == frozenset({"commands"})
    now[0] += CONFIG.remembered_seconds
    assert scopes.of("T1") is None


def test_the_memory_of_workspaces_has_an_end() -> None:
    seen = SeenScopes()
    for number in range(CONFIG.remembered_workspaces + 1):
        GrantedScopes(seen).note(f"T{number}", {"X-OAuth-Scopes": ""})
    assert len(seen) == CONFIG.remembered_workspaces
    assert GrantedScopes(seen).of("T0") is None
    assert GrantedScopes(seen).of("T1") == frozenset()
