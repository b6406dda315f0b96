"""The edge: the only package that knows psycopg and the embedded server. Everything above speaks in values."""
