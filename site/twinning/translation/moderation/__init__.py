"""Moderation: the workflows that pages pass before they are published, and who is told of what.

They are Wagtail's own, which administrators may rename and edit. `workflows` makes each of them
once, `notices` writes the e-mails in place of Wagtail's.
"""
