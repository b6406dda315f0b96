"""The engines behind `workbench.indexes.WhatIf`, by name."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import BadInput
from workbench.indexes import WhatIf
from workbench.postgres.connection import Connection
from workbench.postgres.whatif.build import Build
from workbench.postgres.whatif.shadow import ShadowEngine
from workbench.postgres.whatif.source import from_server


def _shadow(connection: Connection) -> WhatIf:
    return ShadowEngine(from_server(connection))


# An engine is one line here.
ENGINES: dict[str, Callable[[Connection], WhatIf]] = {"shadow": _shadow, "build": Build}


def open_whatif(connection: Connection, engine: str | None = None) -> WhatIf:
    """An engine for this connection; by default HypoPG on a foreign server that has it, else a shadow.

    Raises:
        BadInput: there is no engine of this name.
    """
    name = engine or default_engine(connection)
    if name not in ENGINES:
        raise BadInput(f"There is no what-if engine {name!r}.", hint=f"take one of {', '.join(ENGINES)}.")
    return ENGINES[name](connection)


def default_engine(connection: Connection) -> str:
    """The name of the engine that is taken where none is asked for."""
    installed = "hypopg" in connection.capabilities.installed
    return "hypopg" if installed and not connection.embedded and "hypopg" in ENGINES else "shadow"
