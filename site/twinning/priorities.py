"""What background work comes first, where there is more than workers can do at once (ADR 9).

`@task(priority=…)` takes one of these. A worker takes the highest that is due, and
among equals what has been due for longest. What Wagtail queues, such as what its search and its
reference index have to hear, is at 0.
"""

#: Somebody outside of the site waits: a reader of e-mail, a receiver of webhooks, a cache in front
#: that shows what is old, readers of a page whose time has come.
OUTSIDE = 20
#: An editor looks at the screen.
EDITORS = 10
#: There may be thousands at once, such as the renditions of an import; each can be made on demand.
BULK = -10
#: Nobody waits: what was kept for long enough is forgotten.
UPKEEP = -20
