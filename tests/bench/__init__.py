"""What the site's answers cost beside the server's own limit, Django, and Wagtail's APIs.

`make bench` measures all of it in one run. `run` begins it, and tells in which order the rest goes.
"""
