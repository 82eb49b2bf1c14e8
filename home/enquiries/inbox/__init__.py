"""The inbox: every enquiry in one list, whatever its language, for those who may see it."""
