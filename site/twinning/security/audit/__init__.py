"""Who came in, failed to, changed roles, accounts, codes or tokens: in Wagtail's own log."""
