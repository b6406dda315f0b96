"""Candidate (an index not yet there) and Trial (what happened when it was). Values only; nothing here runs SQL."""

from workbench.indexes.candidate import Candidate
from workbench.indexes.trial import BuiltIndex, Side, Trial

__all__ = ["BuiltIndex", "Candidate", "Side", "Trial"]
