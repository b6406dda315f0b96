"""The dashboard in Voila: no code, live widgets."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.lab import ROOT, fresh_page, shoot, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_the_dashboard_is_live(tmp_path: Path, browser: Browser, server: None) -> None:
    shutil.copy(ROOT / "notebooks" / "05-dashboard.ipynb", tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "voila", "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1", "05-dashboard.ipynb"]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_DATA_DIR": str(tmp_path / "data")}
    with (tmp_path / "voila.log").open("w") as log:
        voila = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/no-such-page", tmp_path / "voila.log")
        with fresh_page(browser) as (page, _, errors):
            page.goto(f"http://127.0.0.1:{port}/", timeout=120_000)
            lab = page.locator(".jupyter-widgets", has=page.get_by_role("combobox")).first
            expect(lab).to_contain_text("open orders of a customer", timeout=120_000)
            expect(page.get_by_role("tree").last).to_be_visible()
            lab.get_by_role("checkbox").first.check()
            expect(lab).to_contain_text("times cheaper for")
            shoot(page, "voila", full_page=True)
            expect(page.locator("body")).not_to_contain_text("%load_ext")
            assert errors == []
    finally:
        voila.terminate()
        voila.wait(30)
