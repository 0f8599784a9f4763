"""The CyberTipline: reports received, understood, and referred (P14, P15)."""
