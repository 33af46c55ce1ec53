"""Transform: grids → statements. Knows budgets and their tables; never touches a file or SQL."""
