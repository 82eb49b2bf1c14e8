"""The body of a page: the blocks that every page type shares."""

from twinning.blocks.facts import CardsBlock, FactsBlock, TimelineBlock
from twinning.blocks.links import CallToActionBlock
from twinning.blocks.media import DownloadBlock, EmbeddedMediaBlock, FigureBlock, GalleryBlock
from twinning.blocks.strict import StrictStreamBlock
from twinning.blocks.text import HeadingBlock, QuoteBlock, rich_text_block


class BodyBlock(StrictStreamBlock):
    """What any page may be made of. Rooms extend it with blocks of their own."""

    rich_text = rich_text_block()
    heading = HeadingBlock()
    image = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    timeline = TimelineBlock()
    cards = CardsBlock()
    call_to_action = CallToActionBlock()
    embed = EmbeddedMediaBlock()
    document = DownloadBlock()
