"""What stands before and beside wagtail-localize's editor of translations."""
