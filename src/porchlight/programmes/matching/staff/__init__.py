"""The desk: one search box, and pairings of missing and unidentified persons."""
