"""Readers and editors at once, against the processes of the Procfile; and with these killed."""
