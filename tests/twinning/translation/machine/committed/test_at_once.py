"""Several at once: a budget is never exceeded, and no person's words are lost to a machine's."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from tests.twinning.translation.machine.conftest import LINK
from twinning.translation import machine
from twinning.translation.machine import budget
from twinning.translation.models import ReplacedWords, TranslationState


def test_two_at_once_never_take_more_than_there_is(settings, db) -> None:
    settings.TWINNING = {**settings.TWINNING, "MACHINE_CHARACTERS": 100}

    def take(_number: int) -> bool:
        try:
            budget.reserve("", 30)
        except machine.MachineFailed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, range(24))) == 3
    assert budget.left("") == 10


def test_what_a_person_writes_while_the_service_answers_remains(deepl, story) -> None:
    """strapi#25405: the machine's answer came later, and replaced the person's words."""
    story.write(LINK, "Stare.", by="machine")

    def meanwhile() -> None:
        story.write("A bench", "Ławka")  # had no translation when the service was asked
        story.write(LINK, "Niebieskie.")  # had a machine's
        connection.close()

    deepl.meanwhile = meanwhile
    outcome = machine.translate(story.translation, None, again=True)
    assert (outcome.translated, outcome.overtaken) == (2, 2)
    assert story.words()["A bench"] == "Ławka"
    assert story.words()[LINK] == "Niebieskie."
    assert not ReplacedWords.objects.exists()


def test_what_a_person_reads_while_the_service_answers_remains(deepl, story) -> None:
    story.write(LINK, "Stare.", by="machine")

    def meanwhile() -> None:
        TranslationState.objects.update_or_create(
            page_id=story.draft.pk, defaults={"reviewed_at": timezone.now()}
        )
        connection.close()

    deepl.meanwhile = meanwhile
    assert machine.translate(story.translation, None, again=True).overtaken == 1
    assert story.words()[LINK] == "Stare."
