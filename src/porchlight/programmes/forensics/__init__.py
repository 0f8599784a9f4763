"""Unidentified persons and biometrics: what is on file, what is missing, who holds it."""
