"""Report: what people look at. Reads the database, never writes it."""
