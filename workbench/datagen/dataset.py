"""Datasets as folders: find one, read it, name the data it makes. Reads files; writes none and runs no SQL.

    schema.sql     plain PostgreSQL, unqualified names; what follows `-- after load` runs after the data is in
    data.toml      see `spec`
    workload.sql   statements to try, optional

The bundled ones lie in `_datasets/` inside the installed package, or in `datasets/` beside it in a clone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from workbench.datagen.spec import Spec, parse_spec
from workbench.datagen.tables import plan_tables
from workbench.errors import DatasetError, UnknownDataset
from workbench.sql import Workload, parse_workload

# Raise it with every change that makes other data from the same spec: what is loaded is then out of date.
GENERATOR_VERSION = 2

_NAME = re.compile(r"(?!pg_)[a-z][a-z0-9_]{0,39}")
_RESERVED = frozenset({"public", "information_schema"})  # loading replaces the schema of this name
_SPLIT = re.compile(r"^-- after load[ \t]*\r?$", re.MULTILINE)
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Dataset:
    """A dataset's files, read and checked. `name` is also the PostgreSQL schema it is loaded into."""

    name: str
    title: str
    path: Path
    spec: Spec
    schema_sql: str
    schema_after_sql: str
    workload: Workload


def dataset_names() -> tuple[str, ...]:
    """The bundled datasets, sorted."""
    root = _bundled()
    return tuple(sorted(folder.parent.name for folder in root.glob("*/data.toml")))


def find_dataset(name_or_path: str | os.PathLike[str]) -> Dataset:
    """A bundled dataset by name, or a user's own by the path of its folder.

    Raises UnknownDataset where there is none, DatasetError where its files are wrong.
    """
    if isinstance(name_or_path, str) and name_or_path in dataset_names():
        return _read(_bundled() / name_or_path)
    folder = Path(name_or_path).expanduser()
    if not folder.is_dir():
        raise _unknown(str(os.fspath(name_or_path)))
    return _read(folder.resolve())


def fingerprint(dataset: Dataset, rows: int, seed: int) -> str:
    """64 hex digits that change with whatever changes the loaded data: schema, spec, rows, seed, generator.

    Comments and layout of data.toml, its title and its defaults don't count.
    """
    parts = [
        GENERATOR_VERSION,
        rows,
        seed,
        dataset.schema_sql,
        dataset.schema_after_sql,
        dataset.spec.meaning,
    ]
    # Not sorted: the order of a choice's values decides which of them a row gets.
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def _bundled() -> Path:
    inside = _PACKAGE / "_datasets"
    return inside if inside.is_dir() else _PACKAGE.parent / "datasets"


def _unknown(asked: str) -> UnknownDataset:
    names = dataset_names()
    close = get_close_matches(asked, names, n=3, cutoff=0.5)
    return UnknownDataset(
        f"There is no dataset {asked!r}.",
        f"Nearest: {', '.join(close)}." if close else "No name is like it, and no folder has this path.",
        f"Bundled: {', '.join(names)}.",
        hint="take one of these names, or give the path of a folder with schema.sql and data.toml.",
    )


def _read(folder: Path) -> Dataset:
    if not _NAME.fullmatch(folder.name) or folder.name in _RESERVED:
        raise DatasetError(
            f"{folder.name!r} can't be a dataset's name.",
            "The folder's name becomes the PostgreSQL schema.",
            "Allowed: a-z, 0-9 and _, a letter first, at most 40; not pg_..., public or information_schema.",
            hint="rename the folder.",
        )
    spec = parse_spec(_text(folder, "data.toml"), f"{folder.name}/data.toml")
    if spec.tables:
        plan_tables(spec)  # so that tables that don't fit together are found before anything is written
    before, *after = _SPLIT.split(_text(folder, "schema.sql"), maxsplit=1)
    workload = _text(folder, "workload.sql") if (folder / "workload.sql").is_file() else ""
    tasks = parse_workload(workload, f"{folder.name}/workload.sql")
    return Dataset(folder.name, spec.title, folder, spec, before, "".join(after), tasks)


def _text(folder: Path, file: str) -> str:
    try:
        return (folder / file).read_text(encoding="utf-8")
    except OSError as error:
        problem = error.strerror or "it can't be read"
    except UnicodeDecodeError:
        problem = "it is not UTF-8"
    raise DatasetError(
        f"{folder.name}/{file}: {problem}.",
        "A dataset is a folder with schema.sql, data.toml and, if you like, workload.sql.",
        hint=f"put a readable {file} there.",
    )
