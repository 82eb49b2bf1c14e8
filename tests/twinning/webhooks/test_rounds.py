"""Many endpoints at the same time: nobody waits for another, and storms end in order."""

import threading

from django.utils import timezone

from tests.twinning.webhooks.helpers import go_on, pass_time, planned, states, waits, work
from tests.twinning.webhooks.receivers import answers, now_and_then, streams
from twinning.webhooks import claims, network, posting, results, rounds, tasks
from twinning.webhooks.models import Endpoint


def test_bad_receivers_harm_nobody_else(receive, endpoint, say, monkeypatch) -> None:
    """While those hang, whom nothing is wrong with hears of all that happens meanwhile."""
    enough = threading.Event()

    def hangs_for_long(handler, number):
        enough.wait(20)
        return False

    good = receive()
    theirs = endpoint(good)
    asked: list[str] = []
    look_up = network.look_up
    monkeypatch.setattr(network, "look_up", lambda *to: asked.append(to[0]) or look_up(*to))
    monkeypatch.setattr(posting, "BODY_SECONDS", 0.2)
    inside = answers(302, Location="http://169.254.169.254/latest/meta-data/")
    hanging = [endpoint(receive(hangs_for_long)).pk for _number in range(2)]
    talking, refusing, leading = (endpoint(receive(m)) for m in (streams, answers(500), inside))
    heard: list[int] = []
    say(0)
    record = results.record

    def recording(claim, answer):
        """Something else happens whenever the good one has been told, up to ten times."""
        if claim.endpoint == theirs:
            leased = Endpoint.objects.filter(pk__in=hanging, leased_until__gt=timezone.now())
            heard.append(leased.count())
            if len(heard) < 10:
                say(len(heard))
            else:
                enough.set()
        return record(claim, answer)

    monkeypatch.setattr(results, "record", recording)
    rounds.serve(lambda moment: None)
    assert good.numbers == list(range(10))
    assert heard[-1] == 2  # those that hang were still waited for
    assert talking.deliveries.filter(state="sent").exists()  # it has said yes, and went on
    assert refusing.deliveries.get().error == "status"
    assert leading.deliveries.get().error == "redirect"
    assert set(asked) == {"127.0.0.1"}


def test_a_fault_of_our_own_fails_one_request_alone(receive, endpoint, say, monkeypatch) -> None:
    good = receive()
    endpoint("http://127.0.0.1:1/odd")
    endpoint(good)
    exchange = posting._exchange

    async def odd(letter, backend):
        if letter.url.endswith("odd"):
            raise RecursionError
        return await exchange(letter, backend)

    monkeypatch.setattr(posting, "_exchange", odd)
    say(1)
    tasks.run(seconds=0)
    assert good.numbers == [1]
    assert sorted(states()) == ["sent", "waiting"]


def test_slow_ones_are_not_begun_late_and_never_fill_a_round(receive, endpoint, say) -> None:
    slow = [endpoint(receive(), is_slow=True) for _number in range(3)]
    quick = endpoint(receive())
    say(1)
    assert [claim.endpoint for claim in claims.take(10, with_slow=False)] == [quick]
    quick.deliveries.all().delete()
    assert len(claims.take(10, most_slow=2)) == 2
    assert len(claims.take(10, busy=[slow[0].pk], most_slow=2)) == 1


def test_a_storm_ends_with_everything_in_order(receive, endpoint, say) -> None:
    """300 events, one receiver that fails a third of the time, one half of it, one never."""
    theirs = [
        receive(manner) for manner in (None, now_and_then(200, 503, 200), now_and_then(500, 200))
    ]
    for each in theirs:
        endpoint(each)
    for number in range(0, 300, 3):
        say(number, number + 1, number + 2)
        if number % 15 == 0:
            Endpoint.objects.update(next_try_at=timezone.now())
            tasks.run(seconds=0)
    go_on()
    for each in theirs:
        assert each.numbers == list(range(300))
    assert set(states()) == {"sent"}
    assert len(theirs[1].requests) > len(theirs[1].taken) > 10


def test_a_thousand_publications_are_few_requests_and_few_rounds(
    receive, endpoint, say, patience, django_assert_max_num_queries
) -> None:
    patience(BATCH_SECONDS=1.0)
    theirs = [receive() for _number in range(3)]
    for each in theirs:
        endpoint(each)
    for number in range(1000):
        say(number)
    looks = len(planned())
    assert looks <= 60  # one for each second that this took, whatever the number of events
    pass_time(seconds=2)
    with django_assert_max_num_queries(1000):
        work()
    assert not waits()
    for each in theirs:
        assert each.numbers == list(range(1000))
        assert len(each.requests) == 10
