"""What is true of remains, teeth, prints, samples and profiles; plain functions."""
