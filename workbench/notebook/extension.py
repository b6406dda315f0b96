"""%load_ext workbench and %unload_ext workbench: magics, formatters and settings come and go together."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from workbench.notebook.completion import Completer
from workbench.notebook.config import Workbench
from workbench.notebook.display import register
from workbench.notebook.hover import Hover
from workbench.notebook.magics import WorkbenchMagics

# %reload_ext unloads and loads again; the notebook's connection must not get lost between the two.
_known: WeakKeyDictionary[Any, WorkbenchMagics] = WeakKeyDictionary()
_helpers: WeakKeyDictionary[Any, tuple[Completer, Hover]] = WeakKeyDictionary()


def load(shell: Any) -> None:
    """Registers everything with IPython. Loading again keeps the connection of the notebook."""
    register(shell)
    if "WorkbenchMagics" in shell.magics_manager.registry:
        return
    magics = _known.get(shell) or _known.setdefault(shell, WorkbenchMagics(shell))
    _forget_settings(shell)  # IPython lists each object of magics among its settings, and never takes one away
    shell.configurables.append(Workbench(parent=shell))
    shell.register_magics(magics)
    completer = Completer(shell, lambda: magics.active)
    _helpers[shell] = (completer, Hover(shell, completer))
    for helper in _helpers[shell]:
        helper.install()


def unload(shell: Any) -> None:
    """Takes the magics and the settings away; values already shown stay as they are."""
    magics = shell.magics_manager.registry.pop("WorkbenchMagics", None)
    if magics is None:
        return
    for helper in _helpers.pop(shell):
        helper.remove()
    for kind, names in magics.magics.items():
        for name in names:
            shell.magics_manager.magics[kind].pop(name, None)
    _forget_settings(shell)


def _forget_settings(shell: Any) -> None:
    shell.configurables[:] = [one for one in shell.configurables if not isinstance(one, Workbench | WorkbenchMagics)]
