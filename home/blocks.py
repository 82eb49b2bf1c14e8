"""The body of pages that may show towns and stories among their own text."""

from stories.blocks import StorySpotlightBlock
from towns.blocks import PartnerMapBlock, TownGridBlock
from twinning.blocks.body import BodyBlock


class HomeBodyBlock(BodyBlock):
    """All the shared blocks, and those of the rooms below."""

    town_grid = TownGridBlock()
    story_spotlight = StorySpotlightBlock()
    partner_map = PartnerMapBlock()
