"""What tests, documentation and notebooks share under pytest: one server, and a word about what the machine lacks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machine import CHROMIUM, DEBIAN_SERVERS, HYPOPG_SERVERS

# A test that starts pytest again (nbval) hands its home down, so that both share a server and its data.
_GIVEN = os.environ.get("WORKBENCH_TEST_HOME")
# Set before any test or notebook kernel starts: they all join one server, in a folder that goes away afterwards. It lies
# directly in /tmp, since as root the server runs under an account that pytest's own private folders would keep out.
_HOME = Path(_GIVEN or tempfile.mkdtemp(prefix="wb test "))
_HOME.chmod(0o755)
os.environ["WORKBENCH_HOME"] = str(_HOME)
os.environ.pop("WORKBENCH_REPRODUCIBLE", None)
os.environ.pop("WORKBENCH_PG_BIN", None)
for name in [name for name in os.environ if name.startswith("PG")]:
    del os.environ[name]


def pytest_report_header() -> list[str]:
    return [
        f"PostgreSQL: embedded{''.join(f', {path.parent}' for path in DEBIAN_SERVERS)}",
        f"Chromium: {CHROMIUM or 'none'}",
        f"HypoPG: {', '.join(map(str, HYPOPG_SERVERS)) or 'none'}",
    ]


def pytest_unconfigure() -> None:
    if not _GIVEN:
        shutil.rmtree(_HOME, ignore_errors=True)


# What tests with a marker need, where a missing one is a failure, and how to get it.
NEEDS = (
    (
        "browser",
        CHROMIUM,
        "WORKBENCH_REQUIRE_BROWSER",
        "no Chromium here; install one with: sudo apt-get install chromium (macOS: brew install chromium)",
    ),
    (
        "hypopg",
        HYPOPG_SERVERS,
        "WORKBENCH_REQUIRE_HYPOPG",
        "no HypoPG here; install it with: sudo apt-get install postgresql-15-hypopg",
    ),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests whose need isn't met are reported as not run, with the command; where they must run (CI), they fail."""
    for marker, found, required, reason in NEEDS:
        if found or os.environ.get(required):
            continue
        for item in items:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"not run: {reason}"))


@pytest.fixture(scope="session")
def chromium() -> str:
    assert CHROMIUM, "WORKBENCH_REQUIRE_BROWSER is set, and there is no Chromium"
    return CHROMIUM


@pytest.fixture(scope="session")
def server() -> Iterator[None]:
    """Keeps the embedded server up for the whole session; each connection of a test only joins it."""
    from workbench.postgres.server import open_server

    handle = open_server()
    yield
    handle.close()


@pytest.fixture
def wb(server: None) -> Iterator[object]:
    """A workbench on the embedded server."""
    import workbench

    with workbench.connect() as session:
        yield session


@pytest.fixture
def shop(wb: object) -> object:
    """A workbench with a small shop: 20,000 orders."""
    wb.load("shop", rows=20_000)  # type: ignore[attr-defined]
    return wb
