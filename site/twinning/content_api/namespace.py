"""What the Content API's addresses are called, for whoever must not load the API for it."""

#: As in `reverse(f"{NAMESPACE}:get_page", args=[pk])`.
NAMESPACE = "content_api"
