"""The analysts' desk."""
