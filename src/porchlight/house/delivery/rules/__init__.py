"""What mail may say, and when it may arrive."""
