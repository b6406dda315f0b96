"""Sphinx: the pages of docs/, built with warnings as errors by `make check`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the directive that shows plans

project = "Query Workbench"
author = "the Query Workbench developers"
extensions = ["myst_parser", "plan_directive"]
html_theme = "furo"
html_title = "Query Workbench"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
