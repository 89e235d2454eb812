"""Tests of the commands in operations.md."""

import re
import shutil
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from infra.costs.prices import PRICES
from infra.local.aws.tables import create_table
from tests.cloudformation import FRONT_DOOR, MONITORING, PROJECT, TEMPLATE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

OPERATIONS = (PROJECT / "infra/docs/operations.md").read_text(encoding="utf-8")


@pytest.fixture
def tables(dynamodb_client: "DynamoDBClient") -> Iterator[tuple[str, str]]:
    """Create a restored table and the live one, and return their names."""
    names = (f"restored-{uuid.uuid4()}", f"live-{uuid.uuid4()}")
    for name in names:
        create_table(dynamodb_client, "ShelfTable", name)
    yield names
    for name in names:
        dynamodb_client.delete_table(TableName=name)


def put(client: "DynamoDBClient", table: str, reader_item: str, stars: int) -> None:
    """Write one entry of a shelf."""
    entry = {"workspace_id": {"S": "T1"}, "reader_item": {"S": reader_item}, "stars": {"N": str(stars)}}
    client.put_item(TableName=table, Item=entry)


def test_restoring_brings_lost_entries_back_and_leaves_newer_ones(
    dynamodb_client: "DynamoDBClient",
    s3_address: tuple[str, int],
    tables: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    restored, live = tables
    put(dynamodb_client, restored, "U1#lost", 5)
    put(dynamodb_client, restored, "U1#rated-again", 5)
    put(dynamodb_client, live, "U1#rated-again", 1)
    put(dynamodb_client, live, "U1#new", 3)
    region = dynamodb_client.meta.region_name
    environment = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    environment |= {"AWS_REGION": region, "AWS_DEFAULT_REGION": region}
    environment |= {"AWS_ENDPOINT_URL": f"http://{s3_address[0]}:{s3_address[1]}"}
    for name, value in environment.items():  # other tests may have set another account
        monkeypatch.setenv(name, value)
    script = re.search(r"- TABLE-restored TABLE <<'END'\n(.*?)\n    END\n", OPERATIONS, re.DOTALL)

    assert script
    subprocess.run([sys.executable, "-", restored, live], input=textwrap.dedent(script[1]), text=True, check=True)
    items = dynamodb_client.scan(TableName=live)["Items"]
    assert {it["reader_item"]["S"]: it["stars"]["N"] for it in items} == {
        "U1#lost": "5",
        "U1#rated-again": "1",
        "U1#new": "3",
    }


@pytest.mark.parametrize(
    ("target", "arguments"),
    [
        (["deploy"], "deploy --stack 'shelftalker' --architecture ''"),
        (["deploy", "STACK=two", "ARCHITECTURE=x86_64", "CONFIRM=no"],
         "deploy --stack 'two' --architecture 'x86_64' --no-confirm"),
        (["destroy", "STACK=two", "PENDING=save"], "destroy --stack 'two' --pending 'save'"),
        (["adopt", "SHELF_TABLE=t", "MODEL_BUCKET=b"],
         "adopt --stack 'shelftalker' --shelf-table 't' --model-bucket 'b'"),
    ],
)  # fmt: skip
def test_a_target_of_the_deployment_names_its_stack(target: list[str], arguments: str) -> None:
    make = str(shutil.which("make"))
    commands = subprocess.run([make, "-n", *target], cwd=PROJECT, capture_output=True, text=True, check=True).stdout

    assert re.search(rf"-m infra\.deployment {re.escape(arguments)}", re.sub(r"\s+", " ", commands))


@pytest.mark.parametrize("target", ["build", "deploy"])
def test_an_architecture_among_the_parameters_is_refused_beside_the_one_of_the_build(target: str) -> None:
    make = str(shutil.which("make"))
    refused = subprocess.run(
        [make, "-n", target, "PARAMETERS=MemorySize=512 Architecture=x86_64"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert refused.returncode != 0
    assert "PARAMETERS sets Architecture=x86_64" in refused.stderr
    assert "give ARCHITECTURE=x86_64 in its place" in refused.stderr


def test_parameters_and_outputs_in_operations_exist() -> None:
    quoted = " ".join(re.findall(r"`([^`\n]+)`", OPERATIONS))
    assigned = set(re.findall(r"\b([A-Z][a-z]\w+)=", quoted))
    named = set(re.findall(r"`([A-Z]\w+(?:Command|Url|Name|Arn|Limit|Concurrency))`", OPERATIONS))
    templates = (TEMPLATE, MONITORING, FRONT_DOOR)
    known = {name for it in templates for section in ("Parameters", "Outputs") for name in it.get(section, {})}

    assert {"TrafficShifting", "RollbackAlarms"} <= assigned
    assert {"SigningSecretCommand", "DataKeyArn"} <= named
    assert (assigned | named) - known == set()


def test_each_alarm_of_the_front_door_has_its_line() -> None:
    alarms = [name for name, it in FRONT_DOOR["Resources"].items() if it["Type"] == "AWS::CloudWatch::Alarm"]

    assert len(alarms) == 2
    assert [name for name in alarms if f"**{name}**" not in OPERATIONS] == []
    assert all(
        f"operations.md, {name}." in FRONT_DOOR["Resources"][name]["Properties"]["AlarmDescription"] for name in alarms
    )


def test_the_cost_of_a_day_of_rubbish_is_that_of_the_prices() -> None:
    """At the API's limit: 2 ms of a gigabyte, 2 kB of logs, one trace in twenty; then a megabyte each, for 20 ms."""
    limit = TEMPLATE["Parameters"]["ThrottlingRateLimit"]["Default"]
    requests = limit * 24 * 60 * 60
    api, calls = requests * PRICES.api_request, requests * PRICES.lambda_request
    time = requests * 0.002 * PRICES.lambda_gb_second("arm64")
    logs, traces = requests * 2_000 / 1e9 * PRICES.logs_gb, requests / 20 * PRICES.trace
    small = api + calls + time + logs + traces
    large = small + api + 9 * time
    text = " ".join(OPERATIONS.split())

    assert f"{requests / 1e6:.1f} million a day: API Gateway {api:.0f} USD" in text
    assert f"Lambda's requests {calls:.0f} and 2 ms of a gigabyte each {time:.0f}, 2 kB of logs each {logs:.0f}" in text
    assert f"traces of one in twenty {traces:.0f}, so {round(small / 5) * 5} USD in all" in text
    assert f"takes ten times as long: {round(large / 5) * 5} USD" in text


def test_the_front_doors_certificate_is_one_that_its_authority_signed_for_clients(tmp_path: Path) -> None:
    lines = [line.strip() for line in OPERATIONS.splitlines()]
    commands = [line for line in lines if line.startswith(("openssl ", "echo extendedKeyUsage"))]
    assert len(commands) == 4
    subprocess.run(["/bin/sh", "-ec", "\n".join(commands)], cwd=tmp_path, check=True, capture_output=True)
    verify = ["openssl", "verify", "-purpose", "sslclient", "-CAfile", "truststore.pem", "client.pem"]
    verified = subprocess.run(verify, cwd=tmp_path, check=True, capture_output=True, text=True)
    usage = ["openssl", "x509", "-in", "client.pem", "-noout", "-ext", "extendedKeyUsage"]

    assert verified.stdout == "client.pem: OK\n"
    assert (
        "TLS Web Client Authentication"
        in subprocess.run(usage, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    )
