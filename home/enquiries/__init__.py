"""Enquiries: the form, what becomes of what is sent, and the inbox that editors read it in."""
