"""The run: sources → workers → writer, telling a sink what happens.

Reading is one pure function of a document's bytes and its claim (:func:`~etl.pipeline.reading.read_one`), run in child processes with limits; only
this process writes.
"""

from etl.pipeline.given import Given
from etl.pipeline.look import grids, inspect, inspect_lines
from etl.pipeline.reading import Read, Task, read_one
from etl.pipeline.run import load

__all__ = ["Given", "Read", "Task", "grids", "inspect", "inspect_lines", "load", "read_one"]
