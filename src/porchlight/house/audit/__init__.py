"""What happened: one list of events, and the screen that reads it. Nothing else records."""
