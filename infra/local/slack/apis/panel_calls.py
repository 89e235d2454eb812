"""The calls of the page's panels under `/local/`: the app's tools, its custom steps, and a crowd."""

from flask import Flask, Response, request

from infra.local.slack.apis.crowd import Button, Crowd, Gathering
from infra.local.slack.apis.page_calls import base_url, outcome, user_of
from infra.local.slack.apis.slackbot_tools import SlackbotTools, answer_in, problem_in, tools_in
from infra.local.slack.apis.workflow_steps import WorkflowSteps
from infra.local.slack.workspace.executions import ExecutionError


def add_tools(flask: Flask, tools: SlackbotTools) -> None:
    """Add the routes that list the app's tools and call one, in Slackbot's place."""

    @flask.post("/local/tools")
    def tools_of_app() -> Response:
        user = user_of(request.get_json()["user"])
        if user.visits_from:
            return outcome(f"{user.name}'s workspace does not have the app: Slackbot has no tools for them.", tools=[])
        exchange = tools.request(user, "tools/list", {})
        return outcome(problem_in(exchange), tools=tools_in(exchange))

    @flask.post("/local/tools/call")
    def tool_call() -> Response:
        call = request.get_json()
        params = {"name": call["name"], "arguments": call["arguments"]}
        exchange = tools.request(user_of(call["user"]), "tools/call", params)
        return outcome(problem_in(exchange), **answer_in(exchange))


def add_steps(flask: Flask, steps: WorkflowSteps) -> None:
    """Add the routes that run a workflow of one step, at once and a week later."""

    @flask.post("/local/steps/run")
    def run_step() -> Response:
        call = request.get_json()
        user, message = user_of(call["user"]), {name: call[name] for name in ("channel_id", "message")}
        return outcome(steps.run(user, call["callback_id"], call["inputs"], **message))

    @flask.post("/local/steps/week")
    def run_step_a_week_later() -> Response:
        call = request.get_json()
        try:
            return outcome(steps.run_a_week_later(user_of(call["user"]), call["execution_id"]))
        except ExecutionError as error:
            return outcome(str(error))


def add_crowd(flask: Flask, crowd: Crowd) -> None:
    """Add the routes that start and stop a crowd; its report comes among the changes."""

    @flask.post("/local/crowd")
    def start_crowd() -> Response:
        call = request.get_json()
        buttons = tuple(Button(each["action_id"], each.get("value"), each["block_id"]) for each in call["buttons"])
        gathering = Gathering(call["channel_id"], call["ts"], buttons, int(call["members"]), float(call["seconds"]))
        return outcome(crowd.start(gathering, base_url()))

    @flask.post("/local/crowd/stop")
    def stop_crowd() -> Response:
        crowd.stop()
        return outcome("")
