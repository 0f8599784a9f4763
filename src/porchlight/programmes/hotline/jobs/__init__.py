"""What the hotline does later."""

from porchlight.programmes.hotline.jobs import leads

__all__ = ["leads"]
