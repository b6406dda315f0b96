"""pg_dump: runs it, and reads what it wrote. The definition of a schema and its statistics; never a row."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from psycopg.conninfo import make_conninfo

from workbench.errors import BadInput, MissingCapability, ServerError
from workbench.postgres.binaries import find_binaries
from workbench.postgres.connection import Connection

WITH_STATISTICS = 18  # the first pg_dump that writes statistics
# What a shadow doesn't need: nobody reads as another role, and nothing is replicated from it.
_FOR_SHADOW = (
    "--no-data", "--no-owner", "--no-privileges", "--no-comments", "--no-security-labels", "--no-tablespaces",
    "--no-publications", "--no-subscriptions", "--no-policies", "--encoding=UTF8", "--lock-wait-timeout=10s",
)  # fmt: skip
_ROWS = re.compile(r"^COPY .* FROM stdin;$", re.MULTILINE)


def dumped(connection: Connection, *options: str, statistics: bool = False) -> str:
    """pg_dump's SQL of this database, by these options; statistics only where asked for.

    Raises:
        MissingCapability: there is no pg_dump, or it is too old for statistics.
        ServerError: it failed, with its last words.
    """
    binaries = find_binaries(Path(tempfile.gettempdir()))
    program = binaries.folder / "pg_dump"
    if not program.exists():
        raise MissingCapability(
            "pg_dump reads the schema's definition, and it isn't there.", hint="install PostgreSQL's client."
        )
    if statistics and binaries.major < WITH_STATISTICS:
        raise MissingCapability(
            f"pg_dump {binaries.major} doesn't write the planner's statistics; {WITH_STATISTICS} was the first that did.",
            hint="unset WORKBENCH_PG_BIN to use the programs of the embedded server.",
        )
    secret = connection.conninfo
    password = secret.pop("password", None)
    command = [str(program), f"--dbname={make_conninfo(**secret)}", *options]
    if binaries.major >= WITH_STATISTICS:
        command.append("--statistics" if statistics else "--no-statistics")
    done = subprocess.run(command, capture_output=True, text=True, env={"PGPASSWORD": password} if password else {})
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise ServerError("pg_dump could not read the schema.", *lines[-2:], hint="use a role that may read it.")
    return done.stdout


def definition_and_statistics(connection: Connection, schema: str | None = None) -> str:
    """Of the whole database, or of one schema and all extensions: what a shadow is made from. Raises what `dumped` does."""
    only = () if schema is None else (f"--schema={_pattern(schema)}", "--extension=*")
    # pg_dump locks all that it reads, and gives up at the first table that the role may not read.
    roots = dict.fromkeys((row["root_schema"], row["root_name"]) for row in connection.rows("unreadable", schema=schema))
    hidden = (f"--exclude-table-and-children={_pattern(*root)}" for root in roots)
    return dumped(connection, *_FOR_SHADOW, *only, *hidden, statistics=True)


def _pattern(*names: str) -> str:
    """A name as pg_dump's patterns take it: between quotes, where nothing stands for anything else."""
    return ".".join('"{}"'.format(name.replace('"', '""')) for name in names)


def readable(file: Path) -> str:
    """The SQL in a file that pg_dump wrote, without psql's own commands, such as \\restrict.

    Raises:
        BadInput: it is no text, or it holds rows.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{file} can't be read as text: {error}.", hint="make it with pg_dump --schema-only --file=..."
        ) from None
    if _ROWS.search(text):
        raise BadInput(
            f"{file} holds rows.", "Only the schema and its statistics are needed.", hint="use pg_dump --schema-only."
        )
    return without_meta(text)


def without_meta(text: str) -> str:
    """psql's own commands are not the server's."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("\\"))
