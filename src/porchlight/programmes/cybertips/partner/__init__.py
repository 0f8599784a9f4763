"""What providers see of their own, and agencies of what they were given."""
