"""Drafts for front ends: where they are shown, the tokens that open them, and what they show."""
