"""Values in; HTML, text, SVG out. Escaping lives here only. Nothing here asks a server."""
