"""The project's own settings: read when used, and refused where they mean nothing."""

import math
from typing import Any

import pytest
from django.core.checks import run_checks

from twinning import conf
from twinning.media import renditions
from twinning.media.models import TwinningImage


def test_settings_are_read_when_used(settings, db) -> None:
    assert conf.get("RENDITION_WIDTHS") == (400, 800, 1200, 2000)
    settings.TWINNING = {"RENDITION_WIDTHS": [500, 100]}
    image = TwinningImage(width=300, height=300, file="original_images/a.webp")
    assert [spec.width for spec in renditions.specs(image)] == [100, 300] * 2
    assert conf.get("RENDITION_FORMATS") == ("avif", "webp", "original")
    with pytest.raises(KeyError):
        conf.get("NOTHING")


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, 0),
        ({"RENDITION_WIDTHS": [4000], "RENDITION_FORMATS": ["jpeg", "original"]}, 0),
        ({"RENDITION_WIDTH": [400]}, 1),
        ({"RENDITION_WIDTHS": [0, -1, 4001, "400", 1.5, True, None]}, 7),
        ({"RENDITION_WIDTHS": []}, 1),
        ({"RENDITION_WIDTHS": 400}, 1),
        ({"RENDITION_FORMATS": ("avif", "svg", "heic", "AVIF")}, 3),
        ({"RENDITION_FORMATS": "avif"}, 1),
        ({"SHARED_MAX_AGE": "60"}, 1),
        ({"STALE_WHILE_REVALIDATE": -1}, 1),
        ({"INDEXED": False}, 0),
        ({"INDEXED": "False"}, 1),
        ({"PROXIES": 2, "FORM_MIN_SECONDS": 0, "KEEP_MAIL_DAYS": 0, "FORM_LINKS": 0}, 0),
        ({"PROXIES": -1, "FORM_LINKS": "2", "FORM_MAX_SECONDS": 1.5, "FORM_MIN_SECONDS": True}, 4),
        ({"KEEP_ENQUIRY_DAYS": None, "KEEP_SENDER_DAYS": -1, "KEEP_RECEIPT_DAYS": "7"}, 3),
        ({"FORM_CLIENT_LIMIT": [1, 60], "FORM_ADDRESS_LIMIT": (1, 1)}, 0),
        ({"FORM_CLIENT_LIMIT": 30, "FORM_ADDRESS_LIMIT": (5,), "FORM_TOKEN_LIMIT": (0, 60)}, 3),
        ({"FORM_CLIENT_LIMIT": (30, 0), "FORM_ADDRESS_LIMIT": ("5", 60)}, 2),
        ({"TRANSLATION_WORKFLOWS": False}, 0),
        ({"TRANSLATION_WORKFLOWS": ["nl", "pl"]}, 0),
        ({"TRANSLATION_WORKFLOWS": ("nl", "la", None)}, 2),
        ({"TRANSLATION_WORKFLOWS": "nl"}, 1),
        ({"REVIEW_DAYS": 90, "KEEP_REVIEW_DAYS": 0}, 0),
        ({"REVIEW_DAYS": 0, "KEEP_REVIEW_DAYS": -1}, 2),
        ({"REVIEW_DAYS": 91}, 1),
        ({"REVIEW_DAYS": True}, 1),
        ({"MACHINE_CHARACTERS": None, "PUBLISH_MACHINE": True}, 0),
        ({"MACHINE_CHARACTERS": {"default": 0, "a-key": None}}, 0),
        ({"MACHINE_CHARACTERS": -1, "PUBLISH_MACHINE": "no"}, 2),
        ({"MACHINE_CHARACTERS": {"a-key": 5}}, 1),
        ({"MACHINE_CHARACTERS": {"default": "5"}}, 1),
        ({"DELIVERY_PLACES": 1, "DELIVERY_TURN": 0}, 0),
        ({"DELIVERY_PLACES": 0, "DELIVERY_TURN": -0.1}, 2),
        ({"DELIVERY_PLACES": 1.5, "DELIVERY_TURN": True}, 2),
        ({"DELIVERY_TURN": math.nan}, 1),
        ({"DELIVERY_TURN": math.inf}, 1),
        ({"PREVIEW_MINUTES": 0}, 1),
        ({"PREVIEW_MINUTES": 1441}, 1),
        ([], 1),
    ],
)
def test_settings_that_mean_nothing_are_errors(settings, given: Any, errors: int) -> None:
    settings.TWINNING = given
    found = [error for error in run_checks() if error.id == "twinning.E002"]
    assert len(found) == errors
    assert all(error.hint for error in found)
