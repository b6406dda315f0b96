"""The arithmetic of a plan: one rule in one place, each with its reason. Raw nodes in, figures out; no thresholds.

`deferred` says in whose figures a node's are contained, `times` splits the wall clock, `usage` buffers, I/O and WAL, `rows`
compares estimates with what came, `costs` does so for the planner's prices, `outside` accounts for what no node explains.
"""
