"""Document: one plan in the shape of EXPLAIN (FORMAT JSON), whatever format it came in. No figure is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Document:
    """One plan as it was read, before anything is computed.

    Attributes:
        fields: what EXPLAIN (FORMAT JSON) has for one statement: "Plan", "Planning Time", "Triggers", "Query Text", ...
        unread: lines of the source that no reader understood, as they stood there; nothing is dropped in silence.
        format: "json", "yaml", "xml" or "text".
    """

    fields: Mapping[str, Any]
    unread: tuple[str, ...] = ()
    format: str = "json"
