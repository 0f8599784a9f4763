"""What can be done at the hotline: one function per verb, one transaction, one event."""
