"""The desk: one's day, the list, the case and all that is done on it."""
