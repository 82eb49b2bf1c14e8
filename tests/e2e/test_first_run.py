"""A second run finds everything done; nothing is doubled and nothing changes."""


def dump(live_site) -> str:
    """All content as JSON, without what only tells who worked when."""
    apps = ["home", "towns", "stories", "search", "media", "wagtailcore.page", "wagtail_localize"]
    return live_site.manage("dumpdata", *apps).stdout


def test_a_second_run_changes_nothing(live_site) -> None:
    before = dump(live_site)
    said = live_site.manage("bootstrap").stdout
    assert "Loading" not in said
    assert live_site.password not in said, "the password is shown once"
    assert dump(live_site) == before


def test_all_translations_are_complete_records(live_site) -> None:
    script = (
        "from wagtail_localize.models import Translation\n"
        "print(Translation.objects.count(),"
        " [t for t in Translation.objects.all() if len(set(t.get_progress())) > 1],"
        " __import__('wagtail.models').models.Page.objects.filter(alias_of__isnull=False).count())"
    )
    said = live_site.manage("shell", "-v0", "-c", script).stdout.strip()
    pages, interests, settings = 24, 20, 1
    assert said == f"{(pages + interests + settings) * 4} [] 0"
