"""Who reads a visitor's story before it is published: its town's team, and then the editors."""

from uuid import UUID

from stories.models.story_page import StoryPage
from towns import teams
from twinning.translation import provenance


def start(story: StoryPage, town_key: UUID | None) -> None:
    """Have a draft wait for those who moderate what is sent to a town, in whatever language it is.

    Those to whom `letters.tell_team` writes of it get no second e-mail. Without any workflow it
    waits as any other draft.
    """
    if not provenance.is_kept():
        return
    from towns import workflows
    from twinning.translation.moderation import notices

    workflow = workflows.workflow_for(town_key) or story.get_workflow()
    if workflow is None:
        return
    with notices.told_already(teams.told(town_key).values_list("pk", flat=True)):
        workflow.start(story, user=None)
