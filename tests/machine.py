"""What this machine has beside our own packages."""

from __future__ import annotations

import shutil
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DEBIAN_SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
HYPOPG_SERVERS = [
    path.parent for path in DEBIAN_SERVERS if Path("/usr/share/postgresql", path.parts[-3], "extension/hypopg.control").exists()
]
