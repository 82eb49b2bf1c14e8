"""Who logged in, failed to, changed roles, accounts, second factors and tokens: in Wagtail's own log."""
