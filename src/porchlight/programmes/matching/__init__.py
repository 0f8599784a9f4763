"""Matching: is this person already known to us? Scores with reasons (P12)."""
