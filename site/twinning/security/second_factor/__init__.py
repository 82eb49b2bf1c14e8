"""A code from a device besides the password, for everybody who works on the site."""
