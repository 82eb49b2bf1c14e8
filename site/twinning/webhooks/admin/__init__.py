"""Webhooks in Wagtail's admin: the list, the form, the secret shown once, the log."""
