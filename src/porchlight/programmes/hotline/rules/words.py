"""Text from strangers and from hurried hands; cleaned as everywhere in the house."""

from porchlight.core.cleaning import MOST_MARKS, clean

__all__ = ["MOST_MARKS", "clean"]
