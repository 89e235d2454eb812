"""The source of the model that answers: the layer, or the bucket or mounted folder whose pointer names another model.

A newly published model, or an earlier one after a rollback, is served without a deployment. People wait during a look
at the pointer and a step of a fetch, because Lambda freezes the process once it has answered; so both are bounded, and
neither ever fails a request.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError
from shelftalker.model.pointer import FetchInterruptedError, ModelOutdatedError, Pointer, PublishedModelError
from shelftalker.observability import Event, count, logger, record_model_age
from shelftalker.settings import Settings

if TYPE_CHECKING:
    from shelftalker.model.download import ModelBucket, ModelDownload
    from shelftalker.model.mounted import MountedModel, MountedModels

Result = TypeVar("Result")


class ModelSourceConfig(NamedTuple):
    """Times of the looks at the pointer, and of the fetches that follow them.

    Attributes:
        seconds_between_looks: On the wall clock.
        seconds_after_failed_look: As before, after a look that failed: a single slow answer, as at a cold start, must
            not leave a process with the wrong model for longer.
        look_seconds: Time-out of a look; a person waits meanwhile.
        fetch_seconds: Time-out of a step of a fetch; a person waits meanwhile.
        check_seconds: Time that a fetched model may take to be opened and to answer the check's questions: some 30 ms
            at 271,000 books with a whole processor. Later, it counts as broken.
        mounted_check_seconds: The same of a model on mounted storage, of which each page comes over the network when it
            is first read: 118 for a misspelt title at 271,000 books. Later, it is tried again, as storage that is slow
            now need not be slow then.
        mounted_start_seconds: The same at a process's start, which has no model but the layer's to go on with.
        fetch_seconds_to_start_piece: Time after the start of a step at which the last piece of it may begin: the rest
            of `fetch_seconds` is for that piece.
    """

    seconds_between_looks: float = 15 * 60
    seconds_after_failed_look: float = 60
    look_seconds: float = 0.3
    fetch_seconds: float = 0.5
    fetch_seconds_to_start_piece: float = 0.4
    check_seconds: float = 0.5
    mounted_check_seconds: float = 1
    mounted_start_seconds: float = 5


CONFIG = ModelSourceConfig()


class ModelSource:
    """Holds the open model, and replaces it when the pointer names another."""

    def __init__(
        self,
        layer: Catalogue,
        check_model: Callable[[Catalogue, float], None],
        published: "ModelBucket | MountedModels | None" = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Serve one model, and with published ones whichever their pointer names.

        Args:
            layer: The model that was deployed.
            check_model: Asks a fetched model some questions before it is used, and raises `ModelError` where it does
                not answer within so many seconds.
            published: The published models, in a bucket or on mounted storage.
            clock: Wall clock in seconds: a monotonic one may stand still while Lambda has frozen the process.
        """
        self._layer = layer
        self._check_model = check_model
        self._catalogue = layer
        self._published = published
        self._clock = clock
        self._looked_at: float | None = None
        self._seconds_to_next_look = CONFIG.seconds_between_looks
        self._download: ModelDownload | MountedModel | None = None  # under way
        self._downloaded: ModelDownload | MountedModel | None = None  # of the open catalogue; None of the layer's
        self._retired: Catalogue | None = None
        self._had_pointer = False
        # Logged, or fetched in vain; the counts go on at each look.
        self._outdated: Pointer | None = None
        self._refused: Pointer | None = None
        self._published_at: datetime | None = None  # the catalogue's; None where no pointer says
        self._refreshing = Lock()
        self._is_starting = True

    @classmethod
    def from_settings(
        cls,
        settings: Settings,
        check_model: Callable[[Catalogue, float], None],
        clock: Callable[[], float] = time.time,
    ) -> "ModelSource":
        """Open the model that the environment names, and look at the pointer where there are published models.

        Raises:
            ModelError: The deployed model can't be used, or the mounted storage has no folder of models.
        """
        layer = Catalogue.open(settings.model_directory)
        source = cls(layer, check_model, _published_models(settings), clock)
        source.refresh()
        return source

    def current(self) -> Catalogue:
        """Return the model to answer from."""
        return self._catalogue

    def refresh(self) -> None:
        """Look at the pointer where that is due, and fetch more of the model it names.

        Takes at most 1.3 seconds, 0.3 for the pointer, 0.5 for the model and 0.5 for its check (1 on mounted storage),
        and no time at all nearly always. A failure is logged and counted; the model in use stays in use.
        """
        if self._published is None or not self._refreshing.acquire(blocking=False):
            return
        try:
            before = self._catalogue
            # A wall clock that was set back must not put off the next look for as long.
            is_due = self._looked_at is None or not 0 <= self._clock() - self._looked_at < self._seconds_to_next_look
            if is_due:
                self._look(self._published)
            if self._download:
                self._fetch(self._download)
            if is_due or self._catalogue is not before:
                self._record_model_in_use()
        finally:
            self._is_starting = False
            self._refreshing.release()

    def look_again(self) -> None:
        """Look at the pointer whether or not it is due: a process restored from a snapshot may be weeks old."""
        self._looked_at = None
        self.refresh()

    def close(self) -> None:
        """Close every file."""
        self._drop_download()
        self._close_retired()
        if self._downloaded:
            self._downloaded.remove()
        self._catalogue.close()
        self._layer.close()

    def _look(self, published: "ModelBucket | MountedModels") -> None:
        self._looked_at = self._clock()
        self._seconds_to_next_look = CONFIG.seconds_between_looks
        self._close_retired()
        try:
            pointer = _run_within(CONFIG.look_seconds, lambda: self._read_pointer(published))
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer is ready and has to go out
            self._seconds_to_next_look = CONFIG.seconds_after_failed_look
            _log_and_count(Event.MODEL_POINTER_FAILED, "the pointer to the current model can't be read", error)
            return
        if pointer and self._download and self._download.pointer == pointer:
            return
        self._drop_download()
        if pointer is None:
            return
        self._had_pointer = True
        try:
            pointer.check_format()
        except ModelOutdatedError as error:
            self._keep_model_in_use(pointer, error)
            return
        if pointer == self._refused:
            count(Event.MODEL_REFUSED)
            return
        if pointer.version == self._layer.version:
            self._use(self._layer)
        if pointer.version == self._catalogue.version:
            self._published_at = pointer.published_at
        else:
            try:
                self._download = published.start_download(pointer)
            except OSError as error:
                _log_and_count(Event.MODEL_FETCH_FAILED, "the current model can't be fetched", error)

    def _keep_model_in_use(self, outdated: Pointer, error: ModelOutdatedError) -> None:
        """Count a pointer to a model of another format, and log it once: nothing changes until another is published."""
        if outdated != self._outdated:
            self._outdated = outdated
            logger.error("%s Until then model %s stays in use.", error, self._catalogue.version)
        count(Event.MODEL_OUTDATED)

    def _read_pointer(self, published: "ModelBucket | MountedModels") -> Pointer | None:
        """Read the pointer to the current model; None where nothing was published yet."""
        pointer = published.read_pointer()
        if pointer is None and self._had_pointer:
            raise PublishedModelError(
                "The pointer to the current model is gone, though publishing never deletes it. Publish a model, or "
                "roll back to one, to write it anew."
            )
        return pointer

    def _fetch(self, download: "ModelDownload | MountedModel") -> None:
        try:
            if not _run_within(CONFIG.fetch_seconds, lambda: download.advance(CONFIG.fetch_seconds_to_start_piece)):
                return
            catalogue = self._open(download)
        except ModelError as error:
            if download.is_copy:
                self._refused = download.pointer
            else:
                self._seconds_to_next_look = CONFIG.seconds_after_failed_look
            self._drop_download()
            _log_and_count(Event.MODEL_REFUSED, "the current model was fetched whole and can't be used", error)
            return
        except (FetchInterruptedError, TimeoutError) as error:
            if download.may_go_on():
                logger.warning("the fetch of the current model was interrupted", exc_info=error)
            else:
                self._give_up(error)
            return
        except Exception as error:  # noqa: BLE001 - as above
            self._give_up(error)
            return
        self._download = None
        self._use(catalogue, download)
        self._published_at = download.pointer.published_at

    def _open(self, download: "ModelDownload | MountedModel") -> Catalogue:
        """Open a fetched model and ask it some questions.

        Raises:
            ModelError: It can't be used.
        """
        mounted_seconds = CONFIG.mounted_start_seconds if self._is_starting else CONFIG.mounted_check_seconds
        seconds = CONFIG.check_seconds if download.is_copy else mounted_seconds
        catalogue = Catalogue.open(download.directory, seconds)
        try:
            self._check_model(catalogue, seconds)
        except ModelError:
            catalogue.close()
            raise
        return catalogue

    def _use(self, catalogue: Catalogue, downloaded: "ModelDownload | MountedModel | None" = None) -> None:
        if catalogue is self._catalogue:
            return
        former, self._catalogue = self._catalogue, catalogue
        former_download, self._downloaded = self._downloaded, downloaded
        if former_download:
            former_download.remove()
            self._retired = former
        count(Event.MODEL_SWITCHED)

    def _record_model_in_use(self) -> None:
        """Log the version and age of the model in use; a metric for each version would be billed for each."""
        facts: dict[str, object] = {"model_version": self._catalogue.version}
        if self._published_at:
            age_seconds = max(0, round(self._clock() - self._published_at.timestamp()))
            facts["model_age_seconds"] = age_seconds
            record_model_age(age_seconds)
        logger.info("model in use", extra=facts)

    def _close_retired(self) -> None:
        """Close the former model, a look later: until then a request on another thread may be reading it."""
        if self._retired:
            self._retired.close()
            self._retired = None

    def _give_up(self, error: Exception) -> None:
        """Fetch no more until the next look at the pointer."""
        self._drop_download()
        _log_and_count(Event.MODEL_FETCH_FAILED, "the current model can't be fetched", error)

    def _drop_download(self) -> None:
        if self._download:
            self._download.remove()
            self._download = None


def _published_models(settings: Settings) -> "ModelBucket | MountedModels | None":
    """Return the published models that the environment names; None where the layer's is the only model.

    Raises:
        ModelError: The mounted storage has no folder of models.
    """
    # Imported here: boto3 is most of a cold start, and of no use without a bucket.
    if settings.mounted_models:
        from shelftalker.model.mounted import MountedModels  # noqa: PLC0415

        return MountedModels(settings.mounted_models)
    if settings.model_bucket:
        from shelftalker.model.download import ModelBucket, remove_leftovers  # noqa: PLC0415

        remove_leftovers()
        return ModelBucket(settings.model_bucket, settings.model_prefix)
    return None


def _log_and_count(event: Event, message: str, error: Exception) -> None:
    logger.error(message, exc_info=error)
    count(event)


def _run_within(seconds: float, step: Callable[[], Result]) -> Result:
    """Return the result of a step, or raise its error, if it ends in time.

    On a thread, because socket timeouts bound neither looking up a name, nor trying each of its addresses, nor an
    answer that trickles in. A late result is dropped.

    Raises:
        TimeoutError: It takes longer.
    """
    executor = ThreadPoolExecutor(max_workers=1)
    try:
        return executor.submit(step).result(timeout=seconds)
    finally:
        executor.shutdown(wait=False)
