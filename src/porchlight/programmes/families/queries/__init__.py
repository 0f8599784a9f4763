"""Reading family support: for the family, for its advocate, and what the case's page may say."""
