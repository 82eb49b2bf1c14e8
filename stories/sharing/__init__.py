"""Stories that visitors share: the form, the draft that is made of one, and what becomes of it."""
