"""Template tags of family support."""
