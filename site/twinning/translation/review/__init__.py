"""Review links: a draft for people without an account, and what they say of it (ADR 38)."""
