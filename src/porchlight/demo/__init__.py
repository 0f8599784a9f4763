"""A cast of invented people who enter by the same actions as everybody."""
