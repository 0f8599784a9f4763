"""What is true of reports: their wire form, their life, what they mean."""
