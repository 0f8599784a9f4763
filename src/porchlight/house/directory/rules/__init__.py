"""What the directory knows without a database: kinds, areas, verification."""
