"""Extract: bytes → grids of cells, each with its place. Knows formats, not budgets."""
