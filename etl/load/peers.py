"""What is done once at the end of a load, or of an upgrade that sums all up anew: groups of peers that have changed are summed up, and their members
compared. Each document changes many groups and each group is changed by many documents, so it waits until all are in.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from etl.load import checks, scope, statistics, summaries

CHUNK = 2_000  # statements compared at once: what is found of them is held in memory


def compare(connection: sa.Connection, told: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Sum up the groups of peers that have changed since this was done last, and run the checks that compare their members.

    A load that was killed before leaves its groups noted; the next end sees to them, and until then the views look peers up one by one. Works in
    the transaction of the connection. ``told``: statements compared, and of how many.
    """
    changed = scope.peers(connection)
    summaries.rank_groups(connection)
    if changed:
        statistics.refresh(connection)
    for first in range(0, len(changed), CHUNK):
        statements = changed[first : first + CHUNK]
        checks.run_peer_checks(connection, statements)
        summaries.count_findings_of(connection, statements)
        told(first + len(statements), len(changed))
