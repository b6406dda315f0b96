"""The widget without a browser: traits that hold what they may, callbacks, and what an output carries for other readers."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_path
from traitlets import TraitError

from tests.subjects import fifteen, large, mended
from workbench.render.view_data import MIME, MOST_BYTES

ROOT = Path(__file__).parents[2]


def test_it_starts_with_what_the_plan_has_figures_for() -> None:
    widget = fifteen().widget()
    assert (widget.selected, widget.node, widget.colour, widget.view, widget.folded) == (None, None, "time", "tree", [])
    assert mended().widget().colour == "change"
    folded = large(50, "append").widget()
    assert folded.folded == [-1], "the partitions are closed at first"


def test_traits_can_be_given_and_set() -> None:
    plan = fifteen()
    widget = plan.widget(colour="rows", view="table", selected=2)
    assert widget.node is plan.nodes[2]
    widget.selected = None
    assert widget.node is None
    diff = mended()
    assert diff.widget(selected=1).node is diff.changes[1]


def test_a_node_that_is_not_there_is_refused() -> None:
    widget = fifteen().widget(selected=3)
    with pytest.raises(TraitError, match="There is no node 99; the numbers are those of"):
        widget.selected = 99
    assert widget.selected == 3
    with pytest.raises(TraitError):
        widget.colour = "mood"


def test_a_callback_gets_the_node_until_it_is_ended() -> None:
    widget, seen = fifteen().widget(), []
    end = widget.on_select(lambda node: seen.append(node and node.label))
    widget.selected = 7
    widget.selected = None
    end()
    widget.selected = 1
    assert seen == ["Seq Scan on order_items i", None]


def test_what_a_callback_raises_is_shown_in_the_widget() -> None:
    widget = fifteen().widget()
    widget.on_select(lambda node: 1 / 0 if node else None)
    widget.selected = 1
    assert widget.message == "ZeroDivisionError: division by zero"
    widget.selected = None
    assert widget.message == ""


def test_its_output_carries_the_view_the_html_and_the_text() -> None:
    for subject in (fifteen(), mended()):
        bundle, _ = subject.widget()._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert bundle[MIME]["kind"] in ("plan", "diff")
        assert "<table" in bundle["text/html"]
        assert "Seq Scan" in bundle["text/plain"]


def test_the_output_of_a_large_plan_is_bounded_and_its_state_is_complete() -> None:
    widget = large(9_999).widget()
    assert len(widget.plan["nodes"]) >= 9_999
    assert len(json.dumps(widget._repr_mimebundle_()[0][MIME])) <= MOST_BYTES * 1.01


def test_its_repr_is_the_same_in_each_run() -> None:
    assert repr(fifteen().widget()) == "<PlanWidget of <Plan of Limit: 15 nodes, 1,066.699 ms, 1 finding>>"


def test_jupyterlab_serves_what_stands_in_the_repository() -> None:
    """Installations copy these files, editable ones too."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    for source, target in shared.items():
        name = target.removeprefix("share/jupyter/")
        installed = next((Path(place) / name for place in jupyter_path() if (Path(place) / name).exists()), None)
        assert installed, f"{name} is not installed: make test installs it"
        assert installed.read_bytes() == (ROOT / source).read_bytes(), f"{installed} is old: pip install -e . renews it"
