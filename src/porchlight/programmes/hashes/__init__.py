"""Hash lists, the exchange with members, near-duplicate search, series and identified victims."""
