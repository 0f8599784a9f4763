"""How two descriptions of a person are compared; plain functions."""
