"""The DynamoDB table of the readers' shelves, created from its description in template.yaml."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class _TemplateLoader(yaml.SafeLoader):
    """Reads a template with CloudFormation's tags (!Ref, !GetAtt) as null: no member that is used here has one."""


_TemplateLoader.add_multi_constructor("!", lambda _loader, _tag, _node: None)


def create_shelf_table(client: "DynamoDBClient", table_name: str) -> None:
    """Create the table that the template describes, without its backups and protection."""
    properties = _shelf_table_properties()
    described = {name: properties[name] for name in ("AttributeDefinitions", "BillingMode", "KeySchema")}
    client.create_table(TableName=table_name, **described)
    client.update_time_to_live(TableName=table_name, TimeToLiveSpecification=properties["TimeToLiveSpecification"])


def _shelf_table_properties() -> dict[str, Any]:
    path = Path(__file__).resolve().parents[3] / "template.yaml"
    template = yaml.load(path.read_text(encoding="utf-8"), _TemplateLoader)  # noqa: S506 - it is a SafeLoader
    properties: dict[str, Any] = template["Resources"]["ShelfTable"]["Properties"]
    return properties
