"""DynamoDB's tables, created from their descriptions in template.yaml."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class _TemplateLoader(yaml.SafeLoader):
    """Reads a template with CloudFormation's tags (!Ref, !GetAtt) as null: no member that is used here has one."""


_TemplateLoader.add_multi_constructor("!", lambda _loader, _tag, _node: None)


def create_table(client: "DynamoDBClient", resource: str, table_name: str) -> None:
    """Create a table as the template describes it, without its backups and protection.

    Args:
        client: Of DynamoDB.
        resource: Logical id of the table in the template, such as `ShelfTable`.
        table_name: Name of the new table.
    """
    properties: dict[str, Any] = _resources()[resource]["Properties"]
    described = {name: properties[name] for name in ("AttributeDefinitions", "BillingMode", "KeySchema")}
    client.create_table(TableName=table_name, **described)
    if expiry := properties.get("TimeToLiveSpecification"):
        client.update_time_to_live(TableName=table_name, TimeToLiveSpecification=expiry)


@cache
def _resources() -> dict[str, Any]:
    path = Path(__file__).resolve().parents[3] / "template.yaml"
    template: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _TemplateLoader)  # noqa: S506 - it is a SafeLoader
    return template["Resources"]  # type: ignore[no-any-return]
