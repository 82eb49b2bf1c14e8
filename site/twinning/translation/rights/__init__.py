"""Who may do what in which town and which language: ordinary groups, and questions about them."""

from twinning.translation.rights.registry import (
    Team,
    register_team_pages,
    register_teams,
    teams,
    teams_of,
)

__all__ = ["Team", "register_team_pages", "register_teams", "teams", "teams_of"]
