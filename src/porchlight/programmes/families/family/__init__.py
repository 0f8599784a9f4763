"""The family's own pages, and how they sign in by letter."""
