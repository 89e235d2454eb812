"""The table of the readers' shelves, made here as template.yaml has it made on AWS."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

TEMPLATE = Path(__file__).resolve().parents[3] / "template.yaml"

_RESOURCE = "ShelfTable"


class _TemplateLoader(yaml.SafeLoader):
    """Reads a template as if CloudFormation's tags (!Ref, !GetAtt) were null: nothing that is needed here has one."""


_TemplateLoader.add_multi_constructor("!", lambda _loader, _tag, _node: None)


def create_shelf_table(client: "DynamoDBClient", table_name: str) -> None:
    """Create the table that the template describes, but for what protects it."""
    properties = shelf_table_properties()
    described = {name: properties[name] for name in ("AttributeDefinitions", "BillingMode", "KeySchema")}
    client.create_table(TableName=table_name, **described)
    client.update_time_to_live(TableName=table_name, TimeToLiveSpecification=properties["TimeToLiveSpecification"])


def shelf_table_properties() -> dict[str, Any]:
    """What the template says of the table."""
    template = yaml.load(TEMPLATE.read_text(encoding="utf-8"), _TemplateLoader)  # noqa: S506 - it is a SafeLoader
    properties: dict[str, Any] = template["Resources"][_RESOURCE]["Properties"]
    return properties
