"""Puts the house together: settings, addresses, subscriptions, commands."""
