"""Plain words and values of the field; knows no framework, database or network."""
