"""What goes wrong with backups, in words for whoever runs the command."""


class BackupError(Exception):
    """Nothing was made, or nothing was changed: the message says why."""
