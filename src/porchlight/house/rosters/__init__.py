"""Who can help with what, where, in which languages, and who is on duty."""
