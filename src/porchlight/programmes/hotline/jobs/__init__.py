"""What the hotline does later."""

from porchlight.programmes.hotline.jobs import calls, leads

__all__ = ["calls", "leads"]
