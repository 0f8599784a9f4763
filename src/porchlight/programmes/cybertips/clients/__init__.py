"""Wire protocols: the reporting API from a provider's side."""
