"""The bar that shows how far a verb has come: text that vanishes at the end.

It is text on purpose: a widget leaves "model not found" in a notebook that is opened again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from workbench.render.options import options


@contextmanager
def bar(title: str, total: float, unit: str, **shown: Any) -> Iterator[Any]:
    """A tqdm bar, in a notebook or on a terminal; nowhere else, and not in reproducible mode, where it would leave times in the
    output. What is done within half a second shows none.

    Args:
        title: what is being done. total: how much there is to do. unit: of what.
        shown: further options of tqdm's.
    """
    from tqdm import tqdm

    notebook = type(sys.stdout).__module__.startswith("ipykernel")  # there stderr is red, as if something were wrong
    with tqdm(
        delay=0.5,
        total=total,
        desc=title,
        unit=unit,
        leave=False,
        file=sys.stdout if notebook else sys.stderr,
        ncols=100,
        disable=options.reproducible or not (notebook or sys.stderr.isatty()),
        **shown,
    ) as shown_bar:
        yield shown_bar
