"""python -m workbench: opens JupyterLab, takes the tour, stores notebooks, shows plans. What the Makefile calls."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from workbench.datagen import find_dataset
from workbench.errors import PlanError, WorkbenchError
from workbench.plan import Plan
from workbench.session import connect
from workbench.verbs.explain import read_plan, with_findings

FIRST = Path("notebooks/01-first-look.ipynb")
FORMATS = {"text": Plan.to_text, "json": Plan.to_json, "html": Plan.to_html, "svg": Plan.to_svg}


def lab(arguments: argparse.Namespace) -> int:
    """Starts the embedded server, then JupyterLab on the first notebook; the server stops after it."""
    with connect() as workbench:
        print(f"{workbench!r} is up. Opening {arguments.notebook}; Ctrl-C here ends both.", flush=True)
        root = ["--allow-root"] if os.geteuid() == 0 else []
        lab = subprocess.Popen([sys.executable, "-m", "jupyter", "lab", *root, str(arguments.notebook), *arguments.jupyter])
        # Ctrl-C is JupyterLab's: it asks back, and shuts its kernels down in order. The server waits for it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return lab.wait()


def tour(arguments: argparse.Namespace) -> int:
    """Runs the first notebook and writes it as a page."""
    from workbench.notebook import run

    print(
        f"Running {arguments.notebook} on the embedded PostgreSQL; the first time loads a million orders.",
        flush=True,
    )
    verdict = run.tour(arguments.notebook, arguments.output)
    print(f"{arguments.output.resolve()}: {verdict}")
    return 0


def store(arguments: argparse.Namespace) -> int:
    """Executes notebooks in reproducible mode and stores their outputs in them."""
    from workbench.notebook import run

    for notebook in arguments.notebooks:
        run.store(notebook)
        print(f"stored {notebook}")
    return 0


def plan(arguments: argparse.Namespace) -> int:
    """Shows the plans in a file: tree, findings, totals. With a second file, what changed from the first to it."""
    from workbench.render.plan_diff import diff_text
    from workbench.render.plan_text import plan_text
    from workbench.render.totals import totals_text

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    plans = _plans(arguments.file, arguments.anonymise)
    if arguments.after is not None:
        before, after = (_only(found) for found in (plans, _plans(arguments.after, arguments.anonymise)))
        print(diff_text(before.diff(after), width))
        return 0
    for number, each in enumerate(plans, 1):
        if arguments.format:
            print(FORMATS[arguments.format](each))
            continue
        heading = f"Plan {number} of {len(plans)}\n" if len(plans) > 1 else ""
        print(f"{heading}{plan_text(each, width)}\n\n{totals_text(each, width)}{chr(10) if number < len(plans) else ''}")
    return 0


def _plans(file: str, anonymise: bool) -> tuple[Plan, ...]:
    given = read_plan(sys.stdin.read() if file == "-" else Path(file))
    plans = (given,) if isinstance(given, Plan) else given
    return tuple(with_findings(each.anonymise()) for each in plans) if anonymise else plans


def _only(plans: tuple[Plan, ...]) -> Plan:
    if len(plans) > 1:
        raise PlanError(
            f"One of these files holds {len(plans)} plans.",
            "A diff compares one plan with one other.",
            hint="give each a file of its own; or in Python: workbench.read_plan(file)[0].diff(...).",
        )
    return plans[0]


def draw(arguments: argparse.Namespace) -> int:
    """Draws the distributions of datasets into their folders: distributions.svg, the picture in each README."""
    from workbench.render.dataset_picture import dataset_svg
    from workbench.verbs.generate import generate

    for name in arguments.datasets:
        spec = find_dataset(name).spec
        made = generate(name, rows=min(spec.rows, arguments.rows))
        frames = {table: made[table] for table in made.rows}
        pointing = [(t.name, c) for t in spec.tables for c in t.columns if c.kind == "reference" and not c.hidden]
        references = {(table, column.name): made.rows[column.options["to"].partition(".")[0]] for table, column in pointing}
        heading = f"{made.dataset.name}: {', '.join(f'{count:,} {table}' for table, count in made.rows.items())}"
        file = made.dataset.path / "distributions.svg"
        file.write_text(dataset_svg(heading, frames, references))
        print(f"drew {file}")
    return 0


def twin(arguments: argparse.Namespace) -> int:
    """Writes a dataset that plans like a real schema, from its statistics alone."""
    from workbench.verbs.twin import twin as write

    made = write(arguments.source or None, arguments.folder, schema=arguments.schema, values=arguments.values)
    print(f"wrote {made.path}: {', '.join(f'{name} {count:,}' for name, count in made.rows.items())} rows")
    for note in made.notes:
        print(f"  {note}")
    return 0


def schema(_: argparse.Namespace) -> int:
    """Prints where the JSON Schema of data.toml lies, for the first line of one: #:schema PATH."""
    from workbench.datagen.json_schema import FILE

    print(FILE)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Parses the command line and runs one command; an exit code comes back."""
    parser = argparse.ArgumentParser(prog="workbench", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("lab", help=lab.__doc__)
    command.add_argument("--notebook", type=Path, default=FIRST)
    command.add_argument("jupyter", nargs="*", help="options for jupyter lab, after --")
    command.set_defaults(run=lab)
    command = commands.add_parser("tour", help=tour.__doc__)
    command.add_argument("--notebook", type=Path, default=FIRST)
    command.add_argument("--output", type=Path, default=Path("build/tour.html"))
    command.set_defaults(run=tour)
    command = commands.add_parser("store", help=store.__doc__)
    command.add_argument("notebooks", type=Path, nargs="+")
    command.set_defaults(run=store)
    command = commands.add_parser("plan", help=plan.__doc__)
    command.add_argument("file", help="a file with EXPLAIN's output in any format, or - for standard input")
    command.add_argument("after", nargs="?", help="a second file, of the same statement: shows what changed")
    command.add_argument("--format", choices=FORMATS, help="print EXPLAIN's own format, a page with the view, or a drawing")
    command.add_argument("--anonymise", action="store_true", help="replace names and literals, to show the plan to others")
    command.set_defaults(run=plan)
    command = commands.add_parser("draw", help=draw.__doc__)
    command.add_argument("datasets", nargs="+", help="names, or folders of your own")
    command.add_argument("--rows", type=int, default=200_000, help="rows of the main table, at most")
    command.set_defaults(run=draw)
    command = commands.add_parser("twin", help=twin.__doc__)
    command.add_argument("source", help="a DSN, '' for the embedded server, or a file that pg_dump wrote")
    command.add_argument("folder", help="where to; its name becomes the twin's schema")
    command.add_argument("--schema", default="public", help="which schema of the source")
    command.add_argument("--values", choices=["synthetic", "real"], default="synthetic", help="real keeps common values")
    command.set_defaults(run=twin)
    command = commands.add_parser("schema", help=schema.__doc__)
    command.set_defaults(run=schema)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except WorkbenchError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
