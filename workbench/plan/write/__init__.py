"""Plans out again, in EXPLAIN's own formats: fields in, text out. Nothing is read or computed here."""

from __future__ import annotations

from workbench.plan.model import Plan
from workbench.plan.write.document import document
from workbench.plan.write.json import to_json, write_json
from workbench.plan.write.text import write_text

__all__ = ["document", "to_json", "to_text", "write_json", "write_text"]


def to_text(plan: Plan) -> str:
    """EXPLAIN's text, as PostgreSQL 18 prints it; what the text format leaves out is left out."""
    return write_text(document(plan))
