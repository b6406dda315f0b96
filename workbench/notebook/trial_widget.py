"""A trial as live widgets: what is static in the cell, and the plan diff to explore below it."""

from __future__ import annotations

import ipywidgets

from workbench.notebook.plan_widget import PlanWidget
from workbench.render.trial import trial_html
from workbench.trials import Trial


class TrialWidget(ipywidgets.VBox):  # type: ignore[misc]
    """The trial's output, and the plan diff as the interactive view: `diff`, a PlanWidget."""

    def __init__(self, trial: Trial) -> None:
        self.diff = PlanWidget(trial.diff)
        super().__init__([ipywidgets.HTML(trial_html(trial)), self.diff])
