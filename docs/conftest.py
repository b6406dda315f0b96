"""The examples in the documentation run as tests: a page whose example is wrong is a failing test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def running(server: None) -> None:
    """One server for all pages."""
