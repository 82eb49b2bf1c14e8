"""Template tags of the work on translations."""
