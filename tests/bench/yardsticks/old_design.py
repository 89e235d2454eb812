"""The design that Shelftalker replaces: pandas, pickled matrices of some 700 titles, difflib, Bolt's AWS adapter."""

import difflib
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from slack_bolt import Ack, App
from slack_bolt.adapter.aws_lambda import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

tables = Path(os.environ["TABLES"])
# Made by this benchmark a moment ago.
books, ratings, similarity = (
    pickle.loads((tables / f"{name}.pkl").read_bytes())  # noqa: S301
    for name in ("books", "ratings", "similarity")
)

app = App(
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    process_before_response=True,
    token_verification_enabled=False,
    authorize=lambda enterprise_id, team_id: AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id),
)


@app.command("/recommend")
def on_recommend(ack: Ack, command: dict[str, str]) -> None:
    """Answer in the acknowledgement."""
    near = difflib.get_close_matches(command["text"], ratings.index, n=5)
    if command["text"] not in ratings.index:
        ack("Did you mean: " + ", ".join(near) if near else "Nothing found.")
        return
    row = ratings.index.get_loc(command["text"])
    titles = ratings.index[np.argsort(-similarity[row])[1:6]]
    found = books[books["Book-Title"].isin(titles)].drop_duplicates("Book-Title")
    ack(
        "\n".join(
            f"{title} ({author})" for title, author in zip(found["Book-Title"], found["Book-Author"], strict=True)
        )
    )


def handler(event: dict[str, Any], context: object) -> Any:
    """Answer an HTTP API's event."""
    return SlackRequestHandler(app).handle(event, context)  # type: ignore[no-untyped-call]
