"""The contract of the Content API: its document, its answers, and what it says to nonsense."""
