"""What is done in family support: one function per verb, one transaction, one event."""
