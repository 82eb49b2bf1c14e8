"""Logging in, which django-axes may refuse before any password is looked at."""

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.http import HttpRequest

from twinning.translation.rights.backend import EditorBackend


class GuardedBackend(AxesStandaloneBackend, EditorBackend):
    """As EditorBackend; whoever failed too often is not looked at for a while."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """The user, or None.

        Raises:
            PermissionDenied: too many failures; no other backend is asked.
        """
        if request is not None:  # without one nobody is trying from anywhere
            super().authenticate(request, username, password, **kwargs)
        return EditorBackend.authenticate(self, request, username, password, **kwargs)
