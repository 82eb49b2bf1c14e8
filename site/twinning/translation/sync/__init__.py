"""Work on translations in the background: bringing them up to date, and jobs with progress."""
