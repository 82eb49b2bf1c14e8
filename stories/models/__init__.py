"""Stories, the list of all, and the page on which visitors share one."""

from stories.models.share_story_page import ShareStoryPage
from stories.models.shared_story import SharedStory
from stories.models.story_index_page import StoryIndexPage
from stories.models.story_page import StoryPage

__all__ = ["ShareStoryPage", "SharedStory", "StoryIndexPage", "StoryPage"]
