"""Candidate: an index that is not there yet; generate() finds some for statements, and WhatIf prices statements under them.
Nothing here runs SQL.
"""

from workbench.indexes.candidate import Candidate
from workbench.indexes.generate import Generated, Problem, generate
from workbench.indexes.promise import Promise
from workbench.indexes.whatif import Priced, Rejected, Size, WhatIf

__all__ = ["Candidate", "Generated", "Priced", "Problem", "Promise", "Rejected", "Size", "WhatIf", "generate"]
