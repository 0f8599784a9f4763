"""
Kinship from DNA: how much better one family tree explains the profiles than another.

Likelihood ratios only. They rank and explain; who somebody is, a medical examiner or an accredited
laboratory says.
"""
