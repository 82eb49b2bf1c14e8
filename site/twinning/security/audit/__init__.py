"""Who logged in, failed to, changed roles, second factors and tokens: in Wagtail's own log."""
