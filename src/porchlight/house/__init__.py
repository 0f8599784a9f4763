"""The house shelf: see docs/architecture.md."""
