"""The receipt of an anonymous person; other programmes give receipts of the same kind."""

from porchlight.core.receipts import Receipt, close, opened, receipt_of

__all__ = ["Receipt", "close", "opened", "receipt_of"]
