"""
Fold the constraints and indexes of a new migration into the tables that it creates:
``python tools/fold_migration.py cases 0012``, before it is released.

Each constraint that is added by itself makes Django draw every related model anew: with a hundred
and sixty of them an empty database took more than twice as long to bring up to date. Django's own
``optimizemigration`` leaves them, because it takes every constraint to be about every model.
"""

import sys

from django.db.migrations.operations.models import IndexOperation

from porchlight.config.cli import main


def _is_about(operation: IndexOperation, name: str, app_label: str) -> bool:
    return name.lower() == operation.model_name.lower()


if __name__ == "__main__":
    IndexOperation.references_model = _is_about
    sys.argv = ["porchlight", "django-admin", "optimizemigration", *sys.argv[1:]]
    main()
