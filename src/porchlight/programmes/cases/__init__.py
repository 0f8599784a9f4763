"""Missing-child cases: children, companions, agencies, timeline, tasks and clocks, recovery."""
