"""How true a node's own time is: computed against known, over the corpus's plans with pg_sleep in a known node.

    python bench/proof.py [MAJOR ...]

A row a node that slept, and one for each that didn't but is charged more than the slack. `±` is the node's own error; `!` marks
what neither slack nor error explains, `~` what only the error does.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.golden.plans.truth import STORED, checked

ROW = "{:32} {:34} {:>8} {:>9} {:>8} {:>8} {}"


def main() -> None:
    asked = {int(word) for word in sys.argv[1:]}
    print(ROW.format("position", "node", "true ms", "computed", "±", "off by", ""))
    nodes = wrong = 0
    for case, major, kind in STORED:
        for each in checked(case, major, kind) if not asked or major in asked else ():
            nodes, wrong = nodes + 1, wrong + (not each.is_right)
            off = each.node.exclusive_ms - each.true_ms
            mark = "!" if not each.is_right else "~" if abs(off) > each.slack_ms else ""
            if each.true_ms or mark:
                position = f"{case.name.removeprefix('sleep_')} {major} {kind}"
                figures = (f"{value:.1f}" for value in (each.true_ms, each.node.exclusive_ms, each.node.error_ms, off))
                print(ROW.format(position, each.node.label[:34], *figures, mark))
    print(f"{nodes} nodes, {wrong} wrong")


if __name__ == "__main__":
    main()
