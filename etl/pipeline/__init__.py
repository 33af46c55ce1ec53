"""The run: sources → workers → writer, telling a sink what happens.

Reading is one pure function of a document's bytes and its claim (:func:`~etl.pipeline.reading.read_one`), run in child processes with limits; only
this process writes. Nothing is imported here: a child needs the reading alone, and looking at documents no database.
"""
