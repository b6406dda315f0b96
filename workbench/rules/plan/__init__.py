"""The rules over a plan, in the order of display among equals. Add one here when its file is ready."""

from workbench.findings import Rule
from workbench.plan import Plan
from workbench.rules.plan import row_estimate_off, seq_scan_discards, sort_on_disk

RULES: tuple[Rule[Plan], ...] = (seq_scan_discards.RULE, sort_on_disk.RULE, row_estimate_off.RULE)
