"""The desk: unidentified persons, and what is on file of them and of missing children."""
