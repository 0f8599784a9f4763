"""The tables of the hotline: calls, and the leads of the public."""
