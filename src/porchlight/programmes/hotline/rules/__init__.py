"""What is true at the hotline: the questions, the drafts, the weighing of leads."""
