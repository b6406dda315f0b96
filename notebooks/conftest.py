"""Under pytest the notebooks run in the mode in which they are stored: no number that differs between two machines."""

import os

os.environ["WORKBENCH_REPRODUCIBLE"] = "1"
