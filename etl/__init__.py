"""绩效仓 (jixiao): published performance-target tables (绩效目标表), read into PostgreSQL with proof.

The way of a document is bytes → ``etl.extract`` → :class:`~etl.extract.grid.Grid` → ``etl.transform`` →
:class:`~etl.transform.statement.Statement` → ``etl.load`` → PostgreSQL → the views of ``sql/``.
"""

__version__ = "0.1.0"
