"""A migration from advice: one file that makes it so, one that takes it back. Text; files are written here and nothing is run.

Each CREATE INDEX has its own name, so that the way back knows it, and IF NOT EXISTS, so that it can be run again. CONCURRENTLY
lets others write meanwhile, can't run in a transaction, and leaves an invalid index where it fails: IF NOT EXISTS would take
that for done, so the file says how to look. https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.advice.names import named, on_only
from workbench.advice.parts import gone, left_out, made
from workbench.errors import BadInput
from workbench.sql.names import quoted

if TYPE_CHECKING:
    from workbench.advice.advice import Advice, Chosen

_LOCK_TIMEOUT = "5s"
_NUMBERED = re.compile(r"(\d{3,})_.*\.(up|down)\.sql")
_NAME = re.compile(r"[\w-]+")
_WIDTH = 110


def write_migration(advice: Advice, folder: Path, name: str, *, drops: bool) -> tuple[Path, Path]:
    """Writes both files; see `Advice.migrations`."""
    if not (advice.chosen or advice.statistics or (drops and advice.drops)):
        raise BadInput("There is nothing to migrate: no index was chosen.", hint="advice.verdict says why.")
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r} can't be a part of a file's name.", hint="use letters, digits, _ and -.")
    folder.mkdir(parents=True, exist_ok=True)
    taken = [int(match[1]) for file in folder.iterdir() if (match := _NUMBERED.fullmatch(file.name))]
    stem = f"{max(taken, default=0) + 1:03d}_{name}"
    files = folder / f"{stem}.up.sql", folder / f"{stem}.down.sql"
    for file, text in zip(files, (up(advice, drops=drops), down(advice, drops=drops)), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def up(advice: Advice, *, drops: bool = False) -> str:
    """The SQL that makes it so, each index with its evidence."""
    head = [
        f"Query Workbench: {advice.verdict}",
        "Run it outside of a transaction: CONCURRENTLY can't run inside of one. If it fails halfway, an invalid index is left:",
        "select oid::regclass from pg_class join pg_index on indexrelid = oid where not indisvalid and relkind = 'i';",
        "drop that, then run this file again. (A partitioned table's, of relkind 'I', is invalid until it has all its parts.)",
    ]
    parts = [_comment(*head), f"set lock_timeout = '{_LOCK_TIMEOUT}';"]
    parts += ["\n".join([_comment(*_evidence(one)), *(f"{statement};" for statement in _made(one))]) for one in advice.chosen]
    for one in advice.statistics:
        parts.append(f"{_comment(one.why)}\n{one.ddl};\n{one.analyze};")
    if drops:
        parts += [f"{_comment(f'{drop.what}: {drop.reason}')}\n{drop.ddl};" for drop in advice.drops]
    return "\n\n".join([*parts, "reset lock_timeout;\n"])


def down(advice: Advice, *, drops: bool = False) -> str:
    """The SQL that takes it back."""
    parts = [
        _comment("Query Workbench: takes back the .up.sql of this number."),
        f"set lock_timeout = '{_LOCK_TIMEOUT}';",
    ]
    if drops:
        parts += [f"{drop.undo};" for drop in advice.drops]
    parts += [f"drop statistics if exists {one.name};" for one in advice.statistics]
    parts += ["\n".join(f"{statement};" for statement in _gone(one)) for one in reversed(advice.chosen)]
    return "\n\n".join([*parts, "reset lock_timeout;\n"])


def created(one: Chosen) -> str:
    """CREATE INDEX with its name, IF NOT EXISTS and CONCURRENTLY; with the table's schema, as a migration can't know the search
    path."""
    only = "only " if on_only(one.candidate) else ""
    return named(one.candidate, one.name, f"{only}{'.'.join(map(quoted, _table(one)))}", "concurrently")


def _made(one: Chosen) -> Iterator[str]:
    return made(one.candidate, _table(one), one.name, one.parts) if one.partitioned else iter([created(one)])


def _gone(one: Chosen) -> Iterator[str]:
    if one.partitioned:
        return gone(_table(one), one.name, one.parts)
    return iter([f"drop index concurrently if exists {quoted(one.schema)}.{quoted(one.name)}"])


def _table(one: Chosen) -> tuple[str, str]:
    *schema, table = one.candidate.table
    return (schema[-1] if schema else one.schema), table


def _evidence(one: Chosen) -> Iterator[str]:
    yield f"{one.label}; {one.size.size_bytes / 1024**2:,.1f} MB; each row written costs {one.row_cost:,.2f} more"
    if one.blocks_hot:
        yield f"updates of {', '.join(one.blocks_hot)} can't be heap-only any more"
    if one.saved_ms is not None:
        yield f"measured: saves {one.saved_ms:,.1f} ms a round of the workload"
    if one.partitioned:
        yield "the table is partitioned: others write while each partition's index is built; the table's is valid with the last"
    for name in left_out(one.parts):
        yield f"{name} is left out: a foreign table's indexes are made on its own server"
    for effect in one.why:
        yield f"{effect.statement}: cost {effect.before:,.0f} -> {effect.after:,.0f}; {effect.nodes}"


def _comment(*lines: str) -> str:
    """Each line a comment, whatever is in it; a file with a character of code zero couldn't be run."""
    flat = [" ".join(line.replace("\0", " ").split()) for line in lines]
    return "\n".join(f"-- {line if len(line) <= _WIDTH * 2 else line[: _WIDTH * 2 - 1] + '…'}" for line in flat)
