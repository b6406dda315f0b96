"""One verb a file: edge and core put together. No formatting, no Jupyter, no state of its own."""
