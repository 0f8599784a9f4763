"""The hotline: calls, sightings and tips from anyone, and the answers that go back (P1, P6)."""
