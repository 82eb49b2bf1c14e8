"""Tells caches elsewhere, such as Varnish or a CDN, what has changed (ADR 25).

That is after the commit, in one batch for all that a transaction has changed, in the background.

`signals` notes changes, as `effects` sees them, in the transaction's `batch`. Its task works out
whom they `reach`, and tells each of the `backends`, again where one does not hear.
"""
