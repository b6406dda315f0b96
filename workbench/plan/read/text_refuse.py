"""Plans of other databases: recognised by their marks and refused by name. No plan of theirs is read."""

from __future__ import annotations

import re

from workbench.errors import PlanError

# Each with a mark that no line of PostgreSQL's outside of a literal has; the first lines are enough.
_PRODUCTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(mark, re.MULTILINE))
    for name, mark in (
        ("CockroachDB", r"^\W{0,60}• \w"
                        r"|^[ \t]{0,80}(?:distribution: (?:full|local|partial)|vectorized: (?:true|false))[ \t]{0,80}$"),
        (
            "MySQL",
            r"^\W{0,20}(?:EXPLAIN: )?-> (?:Table scan|Index (?:scan|lookup|range scan)|Covering index|Single-row|Nested loop|"
            r"Inner hash join|Left hash join|Filter: |Sort(?: row IDs)?: |Limit: |Aggregate: |Group aggregate|Stream results|"
            r"Rows fetched|Materialize (?:with|CTE|union)|Zero rows|Constant row)[^\n]{0,300}(?:$|\()"
            r"|^\W{0,3}id\W{1,40}select_type\W",
        ),
        ("Oracle", r"^\W{0,3}Plan hash value:|^\|[ \t]{0,9}Id[ \t]{0,9}\|[ \t]{0,9}Operation\b"),
        ("SQL Server", r"^[ \t]{0,80}(?:\|[ \t]{1,40}){0,40}\|--\w[\w ]{0,60}\(|^[ \t]{0,80}StmtText\b|<ShowPlanXML\b"),
        ("SQLite", r"^[ \t]{0,80}(?:[|`│][ \t]{0,8}){0,40}[|`├└][-─]{1,2} ?"
                   r"(?:SCAN|SEARCH|USE TEMP|CO-ROUTINE|COMPOUND|MATERIALIZE|MULTI-INDEX)\b"
                   r"|^\d+\|\d+\|\d+\|(?:SCAN|SEARCH|USE TEMP)\b"),
        ("DuckDB", r"^\W{0,80}[┌│]\W{0,80}(?:Physical Plan|Query Profiling Information|Optimized Logical Plan)\W|^┌─{5,}┐"),
        ("Spark", r"^== (?:Physical|Parsed Logical|Optimized Logical|Analyzed Logical) Plan ==|^AdaptiveSparkPlan "),
        ("Trino", r"^[ \t]{0,80}Fragment \d+ \[[A-Z_]+\]"),
        ("ClickHouse", r"^[ \t]{0,80}Expression \(\(?(?:Projection|Project names)"),
    )
)  # fmt: skip
_LOOKED_AT = 20_000


def refuse_others(text: str, root: str) -> None:
    """Refuses another product's plan. `root` is the first line that may be a node of PostgreSQL's, "" if there is none.

    Raises:
        PlanError: the text is another product's.
    """
    head = root if root and not root.startswith("->") else text[:_LOOKED_AT]
    for name, mark in _PRODUCTS:
        found = mark.search(head)
        if found:
            line = text.count("\n", 0, found.start() + 1) + 1 if head is not root else 1
            raise PlanError(
                f"This is a plan of {name}, and only PostgreSQL's (and its kin's) are read.",
                f"Line {line}: {' '.join(found[0].split())[:80]}",
                hint="run EXPLAIN (ANALYZE, BUFFERS) on a PostgreSQL server and paste its output.",
            )
