"""Candidate: an index that is not there yet, and WhatIf, which prices statements under some. Nothing here runs SQL."""

from workbench.indexes.candidate import Candidate
from workbench.indexes.promise import Promise
from workbench.indexes.whatif import Priced, Rejected, Size, WhatIf

__all__ = ["Candidate", "Priced", "Promise", "Rejected", "Size", "WhatIf"]
