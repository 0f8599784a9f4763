"""The public door: search, poster pages and their files; reads released copies only."""
