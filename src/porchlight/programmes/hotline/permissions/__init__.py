"""Who may do what at the hotline, with the reason when not."""
