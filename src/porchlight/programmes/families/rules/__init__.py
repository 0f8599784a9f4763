"""What is true of family support: words, promises, anniversaries, safe contact."""
