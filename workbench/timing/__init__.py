"""Sample and Verdict: statistics over measured runs. Nothing here reads a clock."""

from workbench.timing.sample import Runs, Sample
from workbench.timing.verdict import LOOKS, MATTERS, Outcome, Verdict, compare, fewest_pairs, suffices

__all__ = ["LOOKS", "MATTERS", "Outcome", "Runs", "Sample", "Verdict", "compare", "fewest_pairs", "suffices"]
