"""How values are shown, for this process: like matplotlib's rcParams, but one."""

from __future__ import annotations

import os

# Leave out whatever differs between two runs: times, costs, estimates from sampled statistics, WAL, memory.
reproducible: bool = os.environ.get("WORKBENCH_REPRODUCIBLE", "") not in ("", "0")
