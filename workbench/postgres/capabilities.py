"""Capabilities: what the server can do, asked once per session, and why not. Values and one question; no SQL here."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import MissingCapability


@dataclass(frozen=True)
class Capabilities:
    """Facts about the server and the role.

    Attributes:
        version: as the server shows it, "18.6".
        version_number: as a number, 180006.
        database, role: what we are connected to, and as whom.
        superuser: whether the role may do everything.
        may_create: whether it may create schemas in the database.
        installed: extensions that are created in this database.
        available: extensions that could be created.
        preloaded: libraries in shared_preload_libraries.
    """

    version: str
    version_number: int
    database: str
    role: str
    superuser: bool
    may_create: bool
    installed: tuple[str, ...]
    available: tuple[str, ...]
    preloaded: tuple[str, ...]

    def __post_init__(self) -> None:
        for name in ("installed", "available", "preloaded"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    @property
    def major(self) -> int:
        """The major version, 18."""
        return self.version_number // 10_000

    def why_not(self, extension: str) -> str | None:
        """None when the extension can be used here, else the reason and the next step in one sentence."""
        if extension in self.installed:
            return None
        if extension in self.available:
            return f"{extension} is not created in this database; run: create extension {extension}"
        return f"{extension} is not installed on the server; its package must be added there first"

    def require(self, extension: str) -> None:
        """Does nothing where the extension can be used.

        Raises:
            MissingCapability: it can't, with the reason.
        """
        reason = self.why_not(extension)
        if reason is not None:
            able = extension in self.available
            hint = f"create extension {extension}" if able else "connect to a server that has it."
            raise MissingCapability(f"This needs the extension {extension}.", reason, hint=hint)
