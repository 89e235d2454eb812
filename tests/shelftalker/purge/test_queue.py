"""Requests of deletions as messages, and the queue that takes them."""

import pytest

from shelftalker.purge.queue import PurgeQueue, PurgeQueueError, PurgeRequest
from tests.shelftalker.purge.conftest import LEFT_AT, Consumer


@pytest.mark.parametrize(
    "body",
    [
        "", "nonsense", "[]", "null", "7", "{}", '{"version": 2, "workspace_id": "T1", "before": 1}',
        '{"version": 1, "workspace_id": "T1"}', '{"version": 1, "workspace_id": "", "before": 1}',
        '{"version": 1, "workspace_id": "T1#", "before": 1}', '{"version": 1, "workspace_id": "T1", "before": "1"}',
        '{"version": 1, "workspace_id": "T1", "before": true}', '{"version": 1, "workspace_id": null, "before": 1}',
        '{"version": 1, "workspace_id": "T1", "before": 1, "more": 1}',
        '{"version": 1, "workspace_id": "T1", "before": 1, "reader_id": 7}',
        '{"version": 1, "workspace_id": "T1", "before": NaN}',
    ],
)  # fmt: skip
def test_an_invalid_message_is_refused(body: str) -> None:
    with pytest.raises(PurgeQueueError, match="message"):
        PurgeRequest.from_message(body)


def test_a_request_is_read_back_from_its_message() -> None:
    for request in (
        PurgeRequest("T1", 1.5),
        PurgeRequest("T1", 2, reader_id="U1"),
        PurgeRequest("T1", 2, installer_id="U1"),
    ):
        assert PurgeRequest.from_message(request.as_message()) == request


def test_a_queue_that_is_not_there_is_an_error_that_says_so(queue_url: str) -> None:
    with pytest.raises(PurgeQueueError, match="PURGE_QUEUE_URL"):
        PurgeQueue("").put(PurgeRequest("T1", LEFT_AT))
    with pytest.raises(PurgeQueueError, match=r"gone doesn't take a message.*role may send"):
        PurgeQueue(f"{queue_url}-gone").put(PurgeRequest("T1", LEFT_AT))


def test_a_purge_begins_when_all_clicks_from_before_are_written(queue: PurgeQueue, consumer: Consumer) -> None:
    queue.put(PurgeRequest("T1", LEFT_AT), delay_seconds=30)
    assert consumer.messages() == []
