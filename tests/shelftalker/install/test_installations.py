"""The installations of workspaces, in DynamoDB behind slack_sdk's interface."""

from typing import TYPE_CHECKING, Any

import pytest

from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.install.installations import InstallationError, Installations
from shelftalker.install.token_cipher import TokenCipher
from shelftalker.slack.workspace import Workspace
from tests.dynamodb import DynamoDb
from tests.shelftalker.install.conftest import everything_in, installation

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ALL_TOKENS: dict[str, Any] = {
    "bot_token": "xoxe.xoxb-bot", "bot_refresh_token": "xoxe-bot", "bot_token_expires_at": 1700043200,
    "user_token": "xoxe.xoxp-user", "user_refresh_token": "xoxe-user", "user_token_expires_at": 1700043200,
    "incoming_webhook_url": "https://hooks.slack.example/secret", "user_scopes": "search:read",
    "enterprise_id": "E1", "enterprise_name": "Libraries", "incoming_webhook_channel_id": "C1",
    "custom_values": {"note": "first"}, "token_type": "bot",
}  # fmt: skip


def find(installations: Installations, user_id: str | None = None, **where: Any) -> Any:
    return installations.find_installation(**{"enterprise_id": None, "team_id": "T1"} | where, user_id=user_id)


def test_an_installation_comes_back_as_it_was_saved(installations: Installations) -> None:
    saved = installation(**ALL_TOKENS)
    installations.save(saved)
    assert find(installations).to_dict() == saved.to_dict()
    assert find(installations, "U1").to_dict() == saved.to_dict()
    bot = installations.find_bot(enterprise_id="E1", team_id="T1")
    assert bot is not None
    assert bot.to_dict() == saved.to_bot().to_dict()


def test_no_token_can_be_read_in_the_table(
    installations: Installations, installation_table: str, dynamodb_client: "DynamoDBClient"
) -> None:
    installations.save(installation(**ALL_TOKENS))
    written = repr(everything_in(dynamodb_client, installation_table))
    assert "Libraries" in written
    assert not [token for token in ("xoxe", "xoxp", "hooks.slack") if token in written]


def test_without_a_key_dynamodb_alone_encrypts_and_a_key_named_later_serves_from_the_next_write(
    installations: Installations, installation_table: str, dynamodb_client: "DynamoDBClient"
) -> None:
    Installations(DynamoDbTable(installation_table), TokenCipher("")).save(installation())
    assert "xoxb-first" in repr(everything_in(dynamodb_client, installation_table))
    assert find(installations).bot_token == "xoxb-first"
    installations.save(find(installations))
    assert "xoxb-first" not in repr(everything_in(dynamodb_client, installation_table))
    assert find(installations).bot_token == "xoxb-first"


def test_tokens_of_one_workspace_are_of_no_use_in_anothers_place(
    installations: Installations, installation_table: str, dynamodb_client: "DynamoDBClient"
) -> None:
    installations.save(installation())
    [stolen] = [
        item for item in everything_in(dynamodb_client, installation_table) if item["installation_item"] == {"S": "bot"}
    ]
    dynamodb_client.put_item(TableName=installation_table, Item=stolen | {"workspace_id": {"S": "T2"}})
    with pytest.raises(InstallationError, match="KMS can't decrypt"):
        installations.find_bot(enterprise_id=None, team_id="T2")


def test_encrypted_tokens_without_the_key_are_an_error_that_says_what_to_set(
    installations: Installations, installation_table: str
) -> None:
    installations.save(installation())
    with pytest.raises(InstallationError, match="set INSTALLATION_KEY"):
        find(Installations(DynamoDbTable(installation_table), TokenCipher("")))


def test_an_organisations_installation_is_found_for_each_of_its_workspaces(installations: Installations) -> None:
    organisation = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
    installations.save(installation(**organisation, bot_token="xoxb-org"))
    found = installations.find_bot(enterprise_id="E1", team_id="T7", is_enterprise_install=True)
    assert found is not None
    assert found.bot_token == "xoxb-org"
    assert find(installations, "U1", **organisation).is_enterprise_install
    assert installations.find_bot(enterprise_id="E1", team_id="T7") is None


def test_a_workspace_keeps_its_installation_when_it_joins_an_organisation(installations: Installations) -> None:
    installations.save(installation())
    assert find(installations, enterprise_id="E1").bot_token == "xoxb-first"


def test_the_last_of_several_installers_is_found_and_each_by_name_with_the_bot_as_it_is_now(
    installations: Installations,
) -> None:
    installations.save(installation(user_token="xoxp-1"))
    installations.save(
        installation(user_id="U2", user_token="xoxp-2", bot_token="xoxb-second", installed_at=1700000001.0)
    )
    # One whose id begins as another's does.
    installations.save(installation(user_id="U22", user_token="xoxp-22", installed_at=1700000000.5))
    assert (find(installations).user_id, find(installations).bot_token) == ("U2", "xoxb-second")
    assert (find(installations, "U1").user_token, find(installations, "U1").bot_token) == ("xoxp-1", "xoxb-second")
    assert find(installations, "U2").user_token == "xoxp-2"
    assert find(installations, "U3") is None


def test_a_later_installation_stays_whichever_is_saved_last(installations: Installations) -> None:
    installations.save(installation(bot_token="xoxb-later", installed_at=1700000009.0))
    installations.save(installation(bot_token="xoxb-earlier", installed_at=1700000008.0))
    assert find(installations).bot_token == "xoxb-later"


def test_each_deletion_deletes_its_own(
    installations: Installations, installation_table: str, dynamodb_client: "DynamoDBClient"
) -> None:
    for user_id in ("U1", "U2", "U22"):
        installations.save(installation(user_id=user_id))
    installations.save(installation(team_id="T2"))
    installations.delete_installation(enterprise_id=None, team_id="T1", user_id="U2")
    assert find(installations, "U2") is None
    assert find(installations, "U22")
    installations.delete_bot(enterprise_id=None, team_id="T1")
    assert installations.find_bot(enterprise_id=None, team_id="T1") is None
    assert find(installations, "U1").bot_token is None
    installations.delete_all(enterprise_id=None, team_id="T1")
    left = everything_in(dynamodb_client, installation_table)
    assert {item["workspace_id"]["S"] for item in left} == {"T2"}


def test_forgetting_leaves_installations_made_since(installations: Installations) -> None:
    installations.save(installation(user_id="U1", installed_at=1700000000.0))
    installations.save(installation(user_id="U2", installed_at=1700000009.0))
    assert not installations.forget("T1", before=1700000005.0)
    assert find(installations, "U1") is None
    assert find(installations, "U2").bot_token == "xoxb-first"
    assert installations.forget("T1", before=1700000010.0)
    assert find(installations) is None


def test_a_bot_gets_new_tokens_only_as_long_as_it_is_the_one_that_was_read(installations: Installations) -> None:
    installations.save(installation())
    read = installations.read_bot(Workspace("T1"))
    assert read is not None
    refreshed = installation(bot_token="xoxb-second").to_bot()
    assert installations.replace_bot(read, refreshed)
    assert not installations.replace_bot(read, installation(bot_token="xoxb-third").to_bot())
    assert find(installations).bot_token == "xoxb-second"
    installations.delete_all(enterprise_id=None, team_id="T1")
    assert not installations.replace_bot(read, refreshed)
    assert not installations.claim_refresh(read, 15)
    assert installations.find_bot(enterprise_id=None, team_id="T1") is None


def test_one_claims_the_refresh_until_the_claim_is_void(installation_table: str, key: str) -> None:
    seconds = [1700000000.0]
    installations = Installations(DynamoDbTable(installation_table), TokenCipher(key), lambda: seconds[0])
    installations.save(installation())
    read = installations.read_bot(Workspace("T1"))
    assert read is not None
    assert installations.claim_refresh(read, 15)
    assert not installations.claim_refresh(read, 15)
    seconds[0] += 15
    assert installations.claim_refresh(read, 15)


def test_a_claim_whose_answer_was_lost_is_still_the_claimants(installations: Installations, dynamodb: DynamoDb) -> None:
    installations.save(installation())
    read = installations.read_bot(Workspace("T1"))
    assert read is not None
    dynamodb.fail("UpdateItem", loses_answer=True)
    assert installations.claim_refresh(read, 15)


def test_an_installation_of_nowhere_is_refused(installations: Installations) -> None:
    with pytest.raises(ValueError, match="neither"):
        installations.save(installation(team_id=None))
    assert find(installations, team_id=None) is None


def test_a_dynamodb_or_kms_in_trouble_is_an_error_that_names_the_setting(
    installations: Installations, dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    installations.save(installation())
    dynamodb.fail("GetItem", times=2, refuses="InternalServerError")
    with pytest.raises(InstallationError, match=r"INSTALLATION_TABLE .*GetItem"):
        installations.find_bot(enterprise_id=None, team_id="T1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:9")
    with pytest.raises(InstallationError, match="KMS can't encrypt"):
        Installations(installations._table, TokenCipher("arn:aws:kms:us-east-1:1:key/1")).save(installation())  # noqa: SLF001


def test_a_bot_is_known_without_its_tokens_being_decrypted(
    installations: Installations, installation_table: str
) -> None:
    assert not installations.has_bot(Workspace("T1"))
    installations.save(installation(enterprise_id="E1"))
    without_key = Installations(DynamoDbTable(installation_table), TokenCipher(""))
    assert without_key.has_bot(Workspace("T1"))
    assert not without_key.has_bot(Workspace(None, "E1", is_enterprise_install=True))
    assert not without_key.has_bot(Workspace(None))
