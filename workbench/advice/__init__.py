"""Advice: which indexes to make, which to drop, and why; its migrations. Values and text; nothing here runs SQL."""

from workbench.advice.advice import Advice, Chosen, Effect, SetAside, Unhelped
from workbench.advice.existing import Drop, drops
from workbench.advice.statistics import StatisticsAdvice

__all__ = ["Advice", "Chosen", "Drop", "Effect", "SetAside", "StatisticsAdvice", "Unhelped", "drops"]
