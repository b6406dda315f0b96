"""Sphinx: the pages of docs/, built with warnings as errors by `make check`."""

project = "Query Workbench"
author = "the Query Workbench developers"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Query Workbench"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
