"""What is typed at the hotline, checked and normalised."""
