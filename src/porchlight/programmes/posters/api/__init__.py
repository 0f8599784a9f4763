"""Posters for machines: our own form, and the form of other clearinghouses."""
