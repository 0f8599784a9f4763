"""Code lists of the field as data files, each with its source and version."""
