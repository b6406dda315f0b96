"""What there is to say about a plan, a schema, a workload: one rule a file, listed in order. A rule never queries."""
