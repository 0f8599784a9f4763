"""Puts the house together: settings, addresses, subscriptions, commands."""

import warnings

# The embedded database's library asks for a folder that servers do not have, and does without.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
