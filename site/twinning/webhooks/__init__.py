"""Tells other systems what has happened: signed HTTP requests, in the background (ADR 42)."""
