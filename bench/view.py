"""The plan view beside pev2 (npm), in one headless Chromium: ready, click, heap, elements and bytes at 10 to 5,000 nodes.

    python bench/view.py            needs npm, Chromium, and the test extra; about seven minutes

Both draw the same plans at 1,200 x 800 from files. ready: from the start of the navigation until the number of elements has
been the same in three frames, nodes being there. click: from the event on a node until the frame after it, median of nine,
nodes in turn. heap: JavaScript objects after a garbage collection. bytes: what a page has to load for the tool. `ours` is the
view as it opens (large plans folded), `unfolded` every node open, `fitted` all of them in sight; their ready times include the
buttons' work. pev2 reads EXPLAIN's JSON in the browser; ours gets what Python made of it, in the time that stands in the
column `python`. Median of three loads.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.machine import CHROMIUM  # noqa: E402
from tests.subjects import large  # noqa: E402
from workbench import Plan  # noqa: E402
from workbench.render import view  # noqa: E402
from workbench.render.page import data_script, view_script  # noqa: E402
from workbench.render.view_data import plan_data  # noqa: E402

FOLDER = ROOT / "build" / "bench-view"
PACKAGES = {"pev2": "1.21.0", "vue": "3.5.28", "bootstrap": "5.3.8"}
PEV2 = ("vue/dist/vue.global.prod.js", "pev2/dist/pev2.umd.js", "bootstrap/dist/css/bootstrap.min.css", "pev2/dist/pev2.css")
# What is pressed before it is measured: the view as it opens, every node open, and all of them in sight at once.
STATES = {"ours": (), "unfolded": ("Unfold everything",), "fitted": ("Unfold everything", "Fit all in")}
SIZES, SHAPES, ROUNDS, CLICKS, PATIENCE_S = (10, 100, 1_000, 5_000), ("binary", "append"), 3, 9, 120
# As its README says it is used without building tools.
PEV2_PAGE = """<!doctype html><meta charset="utf-8">{links}
<div id="app" class="d-flex flex-column vh-100"><pev2 :plan-source="plan" plan-query="" /></div>
<script>const app = Vue.createApp({{ data: () => ({{ plan: {plan} }}) }});
app.component("pev2", pev2.Plan); app.mount("#app")</script>"""
WATCH = """(() => {
  const inside = () => document.querySelector(".workbench-plan")?.shadowRoot ?? document;
  const nodes = () => inside().querySelectorAll("[data-place], .plan-node h4");
  const count = () => inside().querySelectorAll("*").length;
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const settled = async () => {
    for (let before = -1, same = 0, since = 0; ; await frame()) {
      const now = nodes().length ? count() : -1;
      if (now < 0 || now !== before) (same = 0), (since = performance.now());
      else if (++same === 3) return since;
      before = now;
    }
  };
  settled().then((at) => (window.bench.at = at));
  window.bench = { count, settled, frame,
    click: async (i) => {
      const found = nodes(), start = performance.now();
      found[i % found.length].dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, detail: 1 }));
      await frame();
      return performance.now() - start;
    } };
})()"""


def main() -> None:
    if not (npm := shutil.which("npm")):
        raise SystemExit("npm is missing: sudo apt-get install npm (macOS: brew install node).")
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER), *wanted], check=True)
    ours = sum(len((Path(view.__file__).parent / name).read_bytes()) for name in ("plan-view.js", "plan-page.js"))
    theirs = sum((FOLDER / "node_modules" / name).stat().st_size for name in PEV2)
    print(f"bytes to load: ours {ours:,}, pev2 {theirs:,} (with vue and bootstrap): {theirs / ours:.1f}x\n")
    heading = "{:>6} {:7} {:9} {:>10} {:>9} {:>9} {:>9} {:>10}   {}"
    print(
        heading.format(
            "nodes", "shape", "", "ready ms", "click ms", "heap MB", "elements", "python ms", "pev2 / ours: ready, click, heap"
        )
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc"]
        )
        for shape in SHAPES:
            for size in SIZES:
                _compare(browser, heading, size, shape)
        browser.close()


def _compare(browser: Browser, heading: str, size: int, shape: str) -> None:
    plan = large(size, shape)
    start = time.perf_counter()
    ours, python = _our_page(plan), (time.perf_counter() - start) * 1000
    theirs = _figures(browser, _pev2_page(plan), ())
    for name, buttons in STATES.items():
        mine = _figures(browser, ours, buttons)
        ratios = ", ".join(f"{their / my:.1f}x" for their, my in zip(theirs[:3], mine[:3], strict=True)) if theirs else "-"
        print(heading.format(f"{len(plan.nodes):,}", shape, name, *_shown(mine), f"{python:.0f}", ratios), flush=True)
    print(heading.format(f"{len(plan.nodes):,}", shape, "pev2", *_shown(theirs), "", ""), flush=True)


def _shown(figures: list[float]) -> list[str]:
    if not figures:
        return [f"over {PATIENCE_S} s", "-", "-", "-"]
    ready, click, heap, elements = figures
    return [f"{ready:,.0f}", f"{click:.1f}", f"{heap:.1f}", f"{elements:,.0f}"]


def _our_page(plan: Plan) -> Path:
    file = FOLDER / "ours.html"
    file.write_text(
        f'<!doctype html><meta charset="utf-8"><body>{data_script(plan_data(plan, None))}{view_script()}', encoding="utf-8"
    )
    return file


def _pev2_page(plan: Plan) -> Path:
    tags = ('<script src="node_modules/{}"></script>', '<link rel="stylesheet" href="node_modules/{}">')
    links = "".join(tags[name.endswith(".css")].format(name) for name in PEV2)
    file = FOLDER / "pev2.html"
    file.write_text(PEV2_PAGE.format(links=links, plan=json.dumps(plan.to_json())), encoding="utf-8")
    return file


def _figures(browser: Browser, file: Path, buttons: tuple[str, ...]) -> list[float]:
    """Ready in ms, click in ms, heap in MB, elements; nothing where it was not ready in time."""
    rounds = []
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        page.add_init_script(WATCH)
        try:
            rounds.append(_measured(page, file, buttons))
        except TimeoutError:
            return []
        finally:
            context.close()
    return [median(column) for column in zip(*rounds, strict=True)]


def _measured(page: Page, file: Path, buttons: tuple[str, ...]) -> tuple[float, float, float, float]:
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function("window.bench && bench.at")
    ready = float(page.evaluate("bench.at"))
    for name in buttons:
        button = page.get_by_role("button", name=name).element_handle()
        spent = "async (button) => { const start = performance.now(); button.click(); return (await bench.settled()) - start }"
        ready += float(page.evaluate(spent, button))
    clicks = [float(page.evaluate("i => bench.click(i)", i)) for i in range(CLICKS)]
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap: Any = session.send("Runtime.getHeapUsage")
    return ready, median(clicks), heap["usedSize"] / 1e6, float(page.evaluate("bench.count()"))


if __name__ == "__main__":
    main()
