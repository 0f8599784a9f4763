"""Writes of the accounts, by what they are about."""

from porchlight.house.accounts.actions.demonstration import prepare_demonstration
from porchlight.house.accounts.actions.people import create_account

__all__ = ["create_account", "prepare_demonstration"]
