from tests.shelftalker.recommend.segments import segmented

__all__ = ["segmented"]
