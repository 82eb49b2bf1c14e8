"""The outbox: e-mail is written to the database first, and handed to a mail server later (ADR 30).

`backend` stores what anybody sends, in the sender's own transaction. `tasks` delivers it once that
is committed, and again where the server is away.
"""
