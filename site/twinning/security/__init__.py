"""What guards the site: headers, logging in, tokens, and a log of who did what."""
