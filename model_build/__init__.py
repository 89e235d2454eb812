"""The build of the small read-only model that the functions answer from, out of a ratings dataset."""

import sys
from pathlib import Path

# Shelftalker is run from its checkout, where functions/ is the import root that this package shares with Lambda.
sys.path.append(str(Path(__file__).resolve().parents[1] / "functions"))
