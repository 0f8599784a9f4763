"""The desk's pages: lists and entries, looking up, series, sets of agencies, notices, members."""
