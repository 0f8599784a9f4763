"""What happens at the hotline: on calls, and on the leads of the public."""
