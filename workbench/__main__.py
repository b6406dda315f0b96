"""python -m workbench: opens JupyterLab, takes the tour, stores notebooks. What the Makefile calls."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.session import connect

FIRST = Path("notebooks/01-first-look.ipynb")


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
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except WorkbenchError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
