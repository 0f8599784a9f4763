"""How large, how many, how long."""

from datetime import timedelta

MEBIBYTE = 1024 * 1024
# Longer than the longest retry of a job or a sender (about a day): what nobody names by then
# was never acknowledged.
ORPHAN_AFTER = timedelta(days=7)
