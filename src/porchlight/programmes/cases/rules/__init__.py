"""What is true of a case: its categories, states, clocks, and what must be known."""
