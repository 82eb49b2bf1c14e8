"""For how long events and deliveries are kept."""

from datetime import timedelta

from django.utils import timezone

from tests.twinning.webhooks.receivers import answers
from twinning.webhooks import keeping, tasks
from twinning.webhooks.models import Delivery, Event


def test_what_is_old_is_forgotten_even_if_it_waits(receive, endpoint, say) -> None:
    made = endpoint(receive(), paused_at=timezone.now())
    say(1)
    Event.objects.update(created_at=timezone.now() - timedelta(days=15))
    say(2)
    delivery = made.deliveries.create(uid="msg_old", state="sent")
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=15))
    assert keeping.purge() == 2
    assert [event.data["number"] for event in Event.objects.all()] == [2]
    assert not Delivery.objects.filter(pk=delivery.pk).exists()


def test_events_of_a_late_delivery_stay_with_it(receive, endpoint, say) -> None:
    made = endpoint(receive(answers(500)))
    say(1)
    Event.objects.update(created_at=timezone.now() - timedelta(days=15))
    tasks.run(seconds=0)
    keeping.purge()
    assert made.deliveries.get().events.count() == 1
