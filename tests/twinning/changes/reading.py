"""Reads the log as a client would, and puts it into few words."""

from twinning.changes.models import Change
from twinning.delivery import generation

#: event, path, previous path
Told = tuple[str, str, str]


class Log:
    """What has been committed since this was last asked."""

    def __init__(self) -> None:
        self.since = generation.stored()

    def rows(self) -> list[Change]:
        """The rows in their order."""
        until = generation.stored()
        found = list(Change.objects.filter(generation__gt=self.since, generation__lte=until))
        self.since = until
        assert not Change.objects.filter(generation=None).exists()
        return found

    def take(self) -> list[Told]:
        """What they say of pages and redirects, in alphabetical order."""
        return sorted((row.event, row.path or row.type, row.previous_path) for row in self.rows())
