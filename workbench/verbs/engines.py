"""TEMPORARY."""

from workbench.postgres.tryout import Tryout


def open_whatif(connection, engine):
    return Tryout(connection)
