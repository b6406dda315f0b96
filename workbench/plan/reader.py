"""A source in, Plans out: first the readers, then the figures. Nothing else happens here."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from workbench.plan.build import build
from workbench.plan.model import Plan
from workbench.plan.read import read_documents


def read_plans(source: object) -> tuple[Plan, ...]:
    """Every plan in the source, in order, at least one, without findings. `workbench.read_plan` says what a source can be.

    Raises:
        PlanError: there is no plan in it, or one is damaged or cut off.
    """
    with _uncollected():
        return tuple(build(document) for document in read_documents(source))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would walk through a large plan again and again while it grows."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
