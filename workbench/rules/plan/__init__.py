"""The rules over a plan, in the order of display among equals. Add one here when its file is ready."""

from collections.abc import Iterable

from workbench.findings import Finding, Rule, ranked
from workbench.plan import Plan
from workbench.rules.plan import (
    bitmap_and,
    bitmap_or,
    cte_scan_loops,
    disabled_node,
    filter_after_index,
    good_estimate,
    hash_aggregate_on_disk,
    hash_batches,
    heap_fetches,
    in_memory,
    index_only_scan,
    io_share,
    jit_share,
    join_filter_discards,
    large_offset,
    late_limit,
    lossy_bitmap,
    many_index_searches,
    memoize_hits,
    memoize_misses,
    nested_loop_inner,
    never_executed,
    partitions_pruned,
    planning_share,
    recheck_discards,
    row_estimate_off,
    seq_scan_discards,
    serialization_share,
    sort_on_disk,
    sparse_table,
    spilled_cte,
    sub_plan_per_row,
    temp_io,
    trigger_share,
    wal_full_pages,
    workers_missing,
    workers_uneven,
)
from workbench.rules.plan.clause import with_clauses
from workbench.rules.plan.partitions import merged

RULES: tuple[Rule[Plan], ...] = (
    seq_scan_discards.RULE,
    filter_after_index.RULE,
    recheck_discards.RULE,
    heap_fetches.RULE,
    lossy_bitmap.RULE,
    late_limit.RULE,
    large_offset.RULE,
    sort_on_disk.RULE,
    hash_batches.RULE,
    hash_aggregate_on_disk.RULE,
    spilled_cte.RULE,
    temp_io.RULE,
    nested_loop_inner.RULE,
    join_filter_discards.RULE,
    sub_plan_per_row.RULE,
    cte_scan_loops.RULE,
    memoize_misses.RULE,
    row_estimate_off.RULE,
    workers_missing.RULE,
    workers_uneven.RULE,
    jit_share.RULE,
    planning_share.RULE,
    trigger_share.RULE,
    serialization_share.RULE,
    wal_full_pages.RULE,
    sparse_table.RULE,
    io_share.RULE,
    many_index_searches.RULE,
    bitmap_and.RULE,
    bitmap_or.RULE,
    disabled_node.RULE,
    never_executed.RULE,
    in_memory.RULE,
    memoize_hits.RULE,
    index_only_scan.RULE,
    partitions_pruned.RULE,
    good_estimate.RULE,
)

# A general rule is silent about a node of which a particular one has spoken: one cause, one finding.
COVERED_BY: dict[str, frozenset[str]] = {
    "temp-io": frozenset({"sort-on-disk", "hash-batches", "hash-aggregate-on-disk", "spilled-cte"}),
    "recheck-discards": frozenset({"lossy-bitmap"}),
    "join-filter-discards": frozenset({"nested-loop-inner"}),
    "io-share": frozenset(
        {"seq-scan-discards", "sparse-table", "filter-after-index", "heap-fetches", "lossy-bitmap", "recheck-discards"}
    ),
}


def findings(plan: Plan) -> tuple[Finding, ...]:
    """What all rules say of a plan, ranked by what it would save; no cause twice, and partitions of one table as one."""
    found = _uncovered([finding for rule in RULES for finding in rule.check(plan)])
    return with_clauses(plan, ranked(merged(plan, found)))


def _uncovered(found: list[Finding]) -> Iterable[Finding]:
    said = {(finding.rule, finding.at) for finding in found}
    return (f for f in found if not any((rule, f.at) in said for rule in COVERED_BY.get(f.rule, ())))
