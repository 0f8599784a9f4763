"""What is true of hashes, lists, series and the exchange: plain Python, no framework."""
