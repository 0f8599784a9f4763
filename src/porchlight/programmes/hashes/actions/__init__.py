"""Writes: entries and their reviews, the exchange, members, series, submitted sets."""
