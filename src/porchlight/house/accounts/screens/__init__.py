"""The pages of sign-in and accounts; pages.py has their addresses."""
