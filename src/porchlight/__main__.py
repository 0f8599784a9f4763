"""``python -m porchlight`` is the ``porchlight`` command."""

from porchlight.config.cli import main

main()
