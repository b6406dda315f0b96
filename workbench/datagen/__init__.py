"""Declarative synthetic data: a spec in, seeded arrow batches out, chunk by chunk. Never an INSERT.

    dataset = find_dataset("shop")
    for job in plan_tables(dataset.spec, rows=1_000_000):
        for batch in chunks(job): ...

Imports: dataset > tables > {planning | tpch} > spec > kinds > {documents | moments | texts | statistical} > expressions >
references > columns > {draws | planted | shapes} > philox; options > positions. Beside it: twin and blur, which write a
data.toml from statistics; json_schema, which tells editors what may stand in one; text_form, how values read as text.
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
