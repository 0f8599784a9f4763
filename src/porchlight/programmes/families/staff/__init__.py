"""The advocate's desk: the day, the family's record, letters."""
