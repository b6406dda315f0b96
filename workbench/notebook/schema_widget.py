"""SchemaWidget: the explorer of a schema. Drawing is render/view/schema-view.js's business; rows are asked for when a table is
chosen, and whatever goes wrong with that is told in the widget, since Jupyter shows it nowhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Dict, Int, TraitError, Unicode, observe, validate

from workbench.catalog import Table
from workbench.catalog.schema import Schema
from workbench.errors import WorkbenchError
from workbench.render import view
from workbench.render.schema_data import detail_data, schema_data
from workbench.render.schema_html import schema_html, schema_text
from workbench.session import Workbench


class SchemaWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """Tables to search and to look into; made by `wb.schema().widget(wb)`.

    Traits, in step with what is on screen (set them, or `observe` them):
        selected: the place of the chosen table in `schema.tables`, or None.
        search: what is looked for.
    """

    _esm = Path(view.__file__).with_name("schema-view.js")
    schema_data = Dict().tag(sync=True)
    selected = Int(None, allow_none=True).tag(sync=True)
    search = Unicode().tag(sync=True)
    detail = Dict().tag(sync=True)

    def __init__(self, schema: Schema, wb: Workbench | None = None, **traits: Any) -> None:
        self.schema = schema
        self._wb = wb
        super().__init__(schema_data=schema_data(schema), **traits)

    @property
    def table(self) -> Table | None:
        """The chosen table."""
        return None if self.selected is None else self.schema.tables[self.selected]

    @validate("selected")
    def _known(self, proposal: Any) -> int | None:
        if proposal["value"] is not None and not 0 <= proposal["value"] < len(self.schema):
            raise TraitError(f"There is no table {proposal['value']}; the numbers are places in schema.tables.")
        return proposal["value"]  # type: ignore[no-any-return]

    @observe("selected")
    def _look(self, _: object) -> None:
        self.detail = {} if self.table is None else {"table": self.selected, **self._detail(self.table)}

    def _detail(self, table: Table) -> dict[str, Any]:
        if self._wb is None:
            return detail_data(table, None, "Rows are shown where the widget has a workbench: wb.schema().widget(wb).")
        try:
            return detail_data(table, self._wb.sample(table), "")
        except WorkbenchError as error:
            return detail_data(table, None, str(error))

    def _repr_mimebundle_(self, **given: Any) -> Any:
        """The widget; for readers without a kernel the static schema."""
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**(data or {}), "text/html": schema_html(self.schema), "text/plain": schema_text(self.schema)}, metadata

    def __repr__(self) -> str:
        """Without an address, which would differ in each run."""
        return f"<SchemaWidget of {self.schema!r}>"
