"""``python -m etl`` is ``jixiao``."""

from etl.cli import main

if __name__ == "__main__":
    main()
