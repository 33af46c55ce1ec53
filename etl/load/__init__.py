"""Load: statements → PostgreSQL. Knows tables, not documents."""
