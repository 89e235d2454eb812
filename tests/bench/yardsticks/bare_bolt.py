"""The least code that answers a slash command on Lambda with Bolt: a cold start before there is a product."""

import base64
import os
from typing import Any

from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

app = App(
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    process_before_response=True,
    token_verification_enabled=False,
    authorize=lambda enterprise_id, team_id: AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id),
)


@app.command("/recommend")
def on_recommend(ack: Ack) -> None:
    """Answer in the acknowledgement."""
    ack("Five books.")


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer an HTTP API's event."""
    body = event["body"]
    if event["isBase64Encoded"]:
        body = base64.b64decode(body).decode()
    response = app.dispatch(BoltRequest(body=body, headers=event["headers"]))
    headers = {name: ",".join(values) for name, values in response.headers.items()}
    return {"statusCode": response.status, "headers": headers, "body": response.body, "isBase64Encoded": False}
