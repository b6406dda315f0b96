"""Sample and Verdict: statistics over measured runs. Nothing here reads a clock."""

from workbench.timing.sample import Sample
from workbench.timing.verdict import Outcome, Verdict, compare

__all__ = ["Outcome", "Sample", "Verdict", "compare"]
