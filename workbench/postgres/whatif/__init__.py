"""The engines behind `workbench.indexes.WhatIf`, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workbench.errors import BadInput
from workbench.indexes import Candidate, WhatIf
from workbench.postgres.connection import Connection
from workbench.postgres.whatif.build import Build
from workbench.postgres.whatif.hypopg import HypoPG
from workbench.postgres.whatif.shadow import ShadowEngine
from workbench.postgres.whatif.source import from_server


def _shadow(connection: Connection) -> WhatIf:
    return ShadowEngine(from_server(connection))


# An engine is one line here.
ENGINES: dict[str, Callable[[Connection], WhatIf]] = {"shadow": _shadow, "hypopg": HypoPG, "build": Build}


def open_whatif(connection: Connection, engine: str | None = None) -> WhatIf:
    """An engine for this connection; by default HypoPG on a foreign server that has it, else a shadow.

    Raises:
        BadInput: there is no engine of this name.
    """
    name = engine or default_engine(connection)
    if name not in ENGINES:
        raise BadInput(f"There is no what-if engine {name!r}.", hint=f"take one of {', '.join(ENGINES)}.")
    return ENGINES[name](connection)


def remarks(whatif: WhatIf, candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """What a reader should know of these candidates' prices: where the statistics of their expressions come from. Built ones
    have their own."""
    if isinstance(whatif, ShadowEngine):
        return whatif.remarks(candidates)
    texts = [key.text for candidate in candidates for key in candidate.keys or () if key.column is None]
    return tuple(dict.fromkeys(_GUESSED.format(text) for text in texts)) if isinstance(whatif, HypoPG) else ()


_GUESSED = "The planner guesses at {}, 0.5 % of the rows for =: indexes of HypoPG have no statistics."


def default_engine(connection: Connection) -> str:
    """The name of the engine that is taken where none is asked for."""
    installed = "hypopg" in connection.capabilities.installed
    return "hypopg" if installed and not connection.embedded else "shadow"
