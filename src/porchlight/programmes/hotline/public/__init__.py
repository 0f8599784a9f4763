"""The public door: leaving a tip, and reading the answers to it. Adds to drop boxes only."""
