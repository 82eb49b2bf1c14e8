"""Form fields for pictures from visitors."""

import subprocess
import sys
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from tests.twinning.media.files import drawn, encoded, upload
from twinning.media import anew
from twinning.media.uploads import VisitorPictureField, VisitorPicturesField


class Form(forms.Form):
    pictures = VisitorPicturesField(required=False)


def sent(*contents: bytes, **field: object) -> forms.Form:
    files = MultiValueDict({"pictures": [upload(content) for content in contents]})
    form = Form({}, files)
    for name, value in field.items():
        setattr(form.fields["pictures"], name, value)
    return form


def test_several_pictures_keep_their_order() -> None:
    form = sent(encoded("PNG"), encoded("WEBP", drawn((400, 300))))
    assert form.is_valid(), form.errors
    assert [picture.width for picture in form.cleaned_data["pictures"]] == [320, 400]
    assert form.has_changed()


def test_each_that_is_refused_is_told_by_its_number() -> None:
    form = sent(encoded("PNG"), b"text", encoded("PNG"), encoded("JPEG")[:600])
    assert not form.is_valid()
    first, second = form.errors["pictures"]
    assert first.startswith("Picture 2: This is not a JPEG")
    assert second.startswith("Picture 4: This picture is damaged")
    codes = [error["code"] for error in form.errors.get_json_data()["pictures"]]
    assert codes == ["unknown", "broken"]


def test_too_many_are_refused_before_one_is_decoded(monkeypatch) -> None:
    monkeypatch.setattr(anew, "make_anew", None)
    form = sent(*[b"text"] * 5)
    assert form.errors["pictures"] == ["Too many pictures: 5. Choose at most 4."]
    assert sent(*[b"text"] * 2, most=1).errors["pictures"]


def test_none_is_an_empty_list_or_an_error() -> None:
    form = sent()
    assert form.is_valid()
    assert form.cleaned_data["pictures"] == []
    assert not form.has_changed()
    assert sent(required=True).errors["pictures"] == ["This field is required."]
    assert Form({}, {}).is_valid()
    with pytest.raises(ValidationError):
        VisitorPicturesField().clean(None)


@pytest.mark.parametrize("data", ["text", ["text"], [upload(b"")], [3]])
def test_what_is_no_file_is_an_error(data: object) -> None:
    with pytest.raises(ValidationError):
        VisitorPicturesField().clean(data)


def test_one_picture() -> None:
    assert VisitorPictureField().clean(upload(encoded("PNG"), "a.exe", "text/html")).width == 320
    assert VisitorPictureField(required=False).clean(None) is None
    with pytest.raises(ValidationError) as refused:
        VisitorPictureField().clean(upload(b""))
    assert refused.value.messages == ["This file is empty. Choose another one."]


def test_the_input_offers_several_pictures() -> None:
    html = str(Form()["pictures"])
    assert " multiple" in html
    assert 'accept="image/jpeg,' in html
    assert 'type="file"' in html


def test_nothing_else_of_the_site_takes_heic_for_it() -> None:
    """`pillow_heif` offers a plugin for all that Pillow opens; it is not what is used here."""
    code = (
        "from PIL import Image; from twinning.media import anew; Image.init();"
        "assert 'HEIF' not in Image.OPEN"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", code], cwd=root / "site", check=True)
