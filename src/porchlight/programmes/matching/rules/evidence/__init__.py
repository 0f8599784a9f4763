"""
What speaks for and against one missing person and one unidentified one being the same.

Every trait gives a likelihood ratio with its words. No soft trait hides a pair; only a recorded
exclusion does.
"""
