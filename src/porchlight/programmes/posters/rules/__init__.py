"""What is true of a poster: its facts, its words and how they are laid on the page."""
