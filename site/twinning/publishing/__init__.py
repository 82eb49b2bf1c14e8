"""Each publication is one transaction: a page's row, its place in the index, all that hears of it.

Wagtail's own publishing commits step by step, but for editing and creating by its API v3, bulk
actions and workflows (ADR 54). Here are the other ways.
"""
