"""Reads: the index, the exchange, the desk, series and submissions."""
