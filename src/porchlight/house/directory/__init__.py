"""Agencies, tribes, providers and partners: who they are, where they answer, how to reach them."""
