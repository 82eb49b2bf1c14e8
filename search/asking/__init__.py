"""From what somebody types to what the index is asked."""
