"""Change (what is tried), Trial (one statement before and after it), WorkloadTrial (several under several). Values only."""

from workbench.trials.change import Change, How, Step
from workbench.trials.price import Lock, Price, WriteCost
from workbench.trials.same_rows import check_same_rows
from workbench.trials.terms import Terms
from workbench.trials.trial import Built, Side, Trial
from workbench.trials.workload import Case, Cell, Line, Removal, WorkloadTrial

__all__ = [
    "Built",
    "Case",
    "Cell",
    "Change",
    "How",
    "Line",
    "Lock",
    "Price",
    "Removal",
    "Side",
    "Step",
    "Terms",
    "Trial",
    "WorkloadTrial",
    "WriteCost",
    "check_same_rows",
]
