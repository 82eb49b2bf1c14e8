"""The board of all translations, what waits for whom, and the home page of the admin."""
