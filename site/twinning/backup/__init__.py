"""Backups: the database, a list of the files that its rows name, and the way back (ADR 50)."""
