"""Bytes by their SHA-256: kept, sealed, opened with a reason, and pictures made safe to show."""
