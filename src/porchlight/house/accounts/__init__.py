"""People who sign in, their second factor, their roles; what each role may do."""
