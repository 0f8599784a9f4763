"""
The reporting API's documents: one table of elements, from which the schema, the reader, the JSON
form and the rules beyond the schema are made.

Source: reference/cybertips.md, sections 1 to 7.
"""
