"""Declarative synthetic data: a spec in, seeded arrow batches out, chunk by chunk. Never an INSERT.

    dataset = find_dataset("shop")
    for job in plan_tables(dataset.spec, rows=1_000_000):
        for batch in chunks(job): ...

Imports: dataset > tables > planning > spec > kinds > moments > {references | texts} > columns > shapes
> philox; options > positions.
"""

from workbench.datagen.dataset import Dataset, dataset_names, find_dataset, fingerprint
from workbench.datagen.spec import Spec, parse_spec
from workbench.datagen.tables import Job, TableJob, chunk, chunks, plan_dataset, plan_tables
from workbench.datagen.tpch import TpchJob

__all__ = [
    "Dataset",
    "Job",
    "Spec",
    "TableJob",
    "TpchJob",
    "chunk",
    "chunks",
    "dataset_names",
    "find_dataset",
    "fingerprint",
    "parse_spec",
    "plan_dataset",
    "plan_tables",
]
