"""Made layouts: one model of a table, rendered into every format, with the truth told by the same model. ``python -m tests.made FOLDER``."""
