"""Porchlight: the open platform of a clearinghouse for missing and exploited children."""

__version__ = "0.1.0"
