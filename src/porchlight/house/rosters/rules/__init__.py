"""What makes a helper suitable."""
