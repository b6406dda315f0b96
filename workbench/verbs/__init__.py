"""One verb a file: edge and core put together, with a progress bar where it takes long. No formatting of values, no state."""
