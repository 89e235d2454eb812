"""The web page of the demo: its function's routes, and the sample's covers, which no host of the internet has."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from infra.local.lambda_host.gateway import Invoke
from infra.local.lambda_host.invocation import Invocation
from infra.local.slack.connection.images import ImageConfig, ImageError, Images

_ROUTES = ("GET /", "HEAD /", "GET /assets/{file}", "GET /page/search", "GET /robots.txt")
_COVERS = f"https://{ImageConfig().covers_host}/"


def page_routes(invoke: Invoke, covers: Path | None) -> dict[str, Invoke]:
    """Return the routes of the page.

    Args:
        invoke: The page's function.
        covers: Folder of the sample's covers, which the page then takes from this machine; None for other datasets,
            whose covers browsers fetch where the catalogue says.
    """
    routes = dict.fromkeys(_ROUTES, invoke)
    if covers is None:
        return routes
    images = Images(covers)

    def answer_with_covers(event: Mapping[str, Any]) -> Invocation:
        # Uncompressed, so that the addresses can be found in it.
        headers = {name: value for name, value in event["headers"].items() if name != "accept-encoding"}
        invocation = invoke({**event, "headers": headers})
        return replace(invocation, payload=json.loads(json.dumps(invocation.payload).replace(_COVERS, "covers/")))

    def answer_cover(event: Mapping[str, Any]) -> Invocation:
        try:
            image = images.fetch(_COVERS + event["pathParameters"]["file"])
        except ImageError as error:
            return Invocation({"statusCode": 404, "body": str(error)}, None, 0)
        content = base64.b64encode(image.content).decode()
        headers = {"content-type": image.content_type}
        return Invocation({"statusCode": 200, "headers": headers, "body": content, "isBase64Encoded": True}, None, 0)

    return {**routes, "GET /": answer_with_covers, "GET /covers/{file}": answer_cover}
