"""The typesetter of sheets that are printed for agencies."""
