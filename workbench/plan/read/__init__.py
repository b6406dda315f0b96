"""Whatever holds plans in, Documents out: shapes -> pastes -> formats. Pure: no server; no file but the one the user named."""

from __future__ import annotations

from workbench.plan.read.source import read_documents

__all__ = ["read_documents"]
