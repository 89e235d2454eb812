from tests.shelftalker.recommend.segments import segmented_model

__all__ = ["segmented_model"]
