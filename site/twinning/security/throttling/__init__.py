"""How often somebody may try a password, and what they are told beyond that."""
