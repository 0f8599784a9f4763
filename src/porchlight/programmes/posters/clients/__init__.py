"""What stands outside: the typesetter."""
