"""The programmes shelf: see docs/architecture.md."""
