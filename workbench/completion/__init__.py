"""Completion of SQL: (text, cursor, catalog, names) -> what may stand at the cursor. Pure; any text is answered, at any cursor.

By tokens and the outline of clauses, never by a parser: what is being typed is hardly ever whole.
"""

from workbench.completion.complete import Completion, Completions, complete

__all__ = ["Completion", "Completions", "complete"]
