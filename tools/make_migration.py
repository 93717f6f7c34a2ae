"""Write a migration from the difference between the models and the newest revision.

Use: python tools/make_migration.py "what it does"
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from community.core.database import configuration, migrate
from community.core.session import connect


def main() -> None:
    """Upgrade a fresh database to head, compare it with the models, write the file."""
    with tempfile.TemporaryDirectory() as folder:
        database = connect(f"sqlite:///{Path(folder) / 'fresh.db'}")
        if any(Path("migrations/versions").glob("*.py")):
            migrate(database)
        with database.engine.connect() as connection:
            command.revision(configuration(connection), message=sys.argv[1], autogenerate=True)


if __name__ == "__main__":
    main()
