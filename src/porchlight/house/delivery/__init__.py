"""One outbox and its ledger: who was told, when, and whether they came to read it."""
