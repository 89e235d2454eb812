"""The messages of the queue of imports and exports."""

import json

import pytest

from shelftalker.shelf.contents import Reader
from shelftalker.shelf.import_queue import ExportJob, ImportJob, ImportQueue, ImportQueueError, job_of_message
from shelftalker.shelf.imports import ImportStatus
from shelftalker.slack.workspace import Workspace
from tests.http_service import Answer, HttpService

JOB = ImportJob(
    ImportStatus.READING, Reader("T1", "U1", ("T2",)), "1700000000.000001", Workspace("T1", "E1"), "1:rated 1:", "F1"
)


def test_a_message_names_the_step_the_reader_and_the_file_and_is_read_back() -> None:
    assert job_of_message(JOB.as_message()) == JOB


def test_an_export_is_read_back_as_one_and_a_message_without_a_kind_as_an_import() -> None:
    export = ExportJob(Reader("T1", "U1", ("T2",)), "1700000000.000001", Workspace("T1", "E1"), "V1")
    former = json.loads(JOB.as_message())
    assert former.pop("kind") == "import"
    assert job_of_message(export.as_message()) == export
    assert job_of_message(json.dumps(former)) == JOB


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 2}, "of version 2"),
        ({"step": "lost"}, "nothing that"),
        ({"kind": "letter"}, "nothing that"),
        ({"reader": ["T1", "#", []]}, "nothing that"),
        ({"file_id": "../x"}, "file_id must be an id from Slack"),
    ],
)
def test_another_message_is_refused(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ImportQueueError, match=reason):
        job_of_message(json.dumps(json.loads(JOB.as_message()) | changes))


def test_a_queue_that_refuses_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpService() as service:
        monkeypatch.setattr(service, "answer", lambda _: Answer(403, {"__type": "AccessDenied", "message": "no"}))
        monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", service.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        monkeypatch.setenv("AWS_REGION", "eu-central-1")
        with pytest.raises(ImportQueueError, match=r"https://sqs\.example/q doesn't take a message"):
            ImportQueue("https://sqs.example/q").put(JOB)
