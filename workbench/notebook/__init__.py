"""Jupyter lives here and nowhere else: magics, display, configuration, running notebooks. No logic of its own."""
