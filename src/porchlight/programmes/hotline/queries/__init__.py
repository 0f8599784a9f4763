"""Reading the hotline: who sees which calls and leads."""
