"""Private pictures, and pages that show them."""

import re
from typing import Any

from stories.models import StoryPage
from tests import factories
from tests.twinning.media.files import drawn, encoded
from twinning.media import anew, private
from twinning.media.models import TwinningImage

CLEAN = anew.CleanPicture(encoded("JPEG", drawn((500, 400))), 500, 400)
THUMBNAIL = "max-165x165"


def kept(title: str = "A bridge", **fields: str) -> TwinningImage:
    with private.files():
        return private.keep(CLEAN, title, **fields)


class Refused(Exception):
    """What a form may raise after its pictures have been kept."""


def story(parent: Any, pictures: list[TwinningImage], **fields: Any) -> StoryPage:
    """A draft that shows the first picture at its head and the others in its body."""
    first, *others = pictures
    body = [
        {
            "type": "image",
            "value": {"image": {"image": picture.pk, "alt_text": "A", "decorative": False}},
        }
        for picture in others
    ]
    fields = {"live": False, "picture": first, "picture_alt": "A", "body": body, **fields}
    return factories.StoryPageFactory(parent=parent, **fields)


def sources_in(html: str) -> set[str]:
    found = re.findall(r'<(?:img|source)[^>]* src="([^"]+)"', html)
    for srcset in re.findall(r'srcset="([^"]+)"', html):
        found += [part.split()[0] for part in srcset.split(", ")]
    found = [url.replace("&amp;", "&") for url in found]
    return {url for url in found if url.startswith(("/images/", "/media/"))}
