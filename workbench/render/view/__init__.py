"""Plain ES modules, mounted by every host. No Python lives here."""
