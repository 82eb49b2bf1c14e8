"""Nothing is sent into the site's own network, whatever a host leads to, and however often."""

import socket
import ssl
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.twinning.webhooks.receivers import answers
from twinning.webhooks import destinations, network, posting, tasks
from twinning.webhooks.destinations import Refused
from twinning.webhooks.models import Delivery

INNER = (
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104  (nobody listens there)
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:0:1::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
)


@pytest.fixture
def leads_to(monkeypatch) -> Callable[..., list[str]]:
    """Have any name lead to addresses, one answer after the other; gives the names looked up."""
    asked: list[str] = []

    def lead(*answers: list[str]) -> list[str]:
        def look_up(host: str, port: int) -> list[str]:
            asked.append(host)
            return answers[min(len(asked), len(answers)) - 1]

        monkeypatch.setattr(network, "look_up", look_up)
        return asked

    return lead


@pytest.fixture
def connected(monkeypatch) -> list[str]:
    """The addresses that are connected to; in truth it is the receiver, at its own port."""
    found: list[str] = []
    inner = network.httpcore.AnyIOBackend.connect_tcp

    async def connect_tcp(self, host, port, **options):
        found.append(host)
        return await inner(self, "127.0.0.1", port, **options)

    monkeypatch.setattr(network.httpcore.AnyIOBackend, "connect_tcp", connect_tcp)
    return found


@pytest.mark.parametrize("address", INNER)
def test_no_inner_address_is_connected_to(
    receive, endpoint, say, patience, leads_to, connected, address
) -> None:
    patience(PRIVATE_HOSTS=())
    there = receive()
    endpoint(f"http://example.org:{there.port}/")
    leads_to([address])
    say(1)
    tasks.run(seconds=0)
    assert Delivery.objects.get().error == "forbidden"
    assert connected == there.requests == []


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "[::1]"])
def test_ways_to_write_this_machine(receive, endpoint, say, patience, host) -> None:
    patience(PRIVATE_HOSTS=())
    there = receive()
    endpoint(f"http://{host}:{there.port}/")
    say(1)
    tasks.run(seconds=0)
    assert Delivery.objects.get().error in {"forbidden", "unknown_host", "no_connection"}
    assert there.requests == []


def test_one_inner_address_among_others_is_enough(
    receive, endpoint, say, patience, leads_to, connected
) -> None:
    patience(PRIVATE_HOSTS=())
    endpoint(f"http://example.org:{receive().port}/")
    leads_to(["93.184.215.14", "10.0.0.1"])
    say(1)
    tasks.run(seconds=0)
    assert (Delivery.objects.get().error, connected) == ("forbidden", [])


def test_a_name_that_changes_its_mind_leads_nowhere(
    receive, endpoint, say, patience, leads_to, connected
) -> None:
    patience(PRIVATE_HOSTS=())
    there = receive()
    endpoint(f"http://example.org:{there.port}/")
    asked = leads_to(["93.184.215.14"], ["127.0.0.1"])
    say(1)
    tasks.run(seconds=0)
    # What was looked at is what was connected to, without another question.
    assert (asked, connected) == (["example.org"], ["93.184.215.14"])
    assert there.numbers == [1]
    say(2)
    tasks.run(seconds=0)
    assert len(asked) == 2
    assert (connected, there.numbers) == (["93.184.215.14"], [1])
    assert Delivery.objects.get(state="waiting").error == "forbidden"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(receive, endpoint, say, status) -> None:
    inner = receive()
    endpoint(receive(answers(status, Location=inner.url)))
    say(1)
    tasks.run(seconds=0)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.error) == ("waiting", status, "redirect")
    assert inner.requests == []


def test_proxies_of_the_environment_are_not_asked(receive, endpoint, say, monkeypatch) -> None:
    proxy, there = receive(), receive()
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    endpoint(there)
    say(1)
    tasks.run()
    assert (there.numbers, proxy.requests) == ([1], [])


def test_the_next_address_where_the_first_does_not_answer(
    receive, endpoint, say, patience, leads_to
) -> None:
    patience(PRIVATE_HOSTS=("127.0.0.0/8",))
    there = receive()
    endpoint(f"http://example.org:{there.port}/")
    leads_to(["127.0.0.9", "127.0.0.1"])
    say(1)
    tasks.run()
    assert there.numbers == [1]


def test_a_resolver_that_hangs_holds_up_nobody(
    receive, endpoint, say, patience, monkeypatch
) -> None:
    patience(CONNECT_SECONDS=1)

    def look_up(host: str, port: int) -> list[str]:
        time.sleep(0 if host == "127.0.0.1" else 2)
        return ["127.0.0.1"]

    monkeypatch.setattr(network, "look_up", look_up)
    there = receive()
    for number in range(8):
        endpoint(f"http://slow-{number}.example.org:{there.port}/")
    endpoint(there)
    say(1)
    tasks.run(seconds=0)
    assert there.numbers == [1]
    assert {d.error for d in Delivery.objects.filter(state="waiting")} == {"timeout"}


def test_lookups_that_hang_leave_threads_for_others(
    receive, endpoint, say, patience, monkeypatch
) -> None:
    """As many as there may be requests hang, and have failed when the others are begun."""
    patience(CONNECT_SECONDS=0.5)
    monkeypatch.setattr(posting, "MOST", 4)

    def look_up(host: str, port: int) -> list[str]:
        time.sleep(0 if host == "127.0.0.1" else 3)
        return ["127.0.0.1"]

    monkeypatch.setattr(network, "look_up", look_up)
    there = receive()
    for number in range(4):
        endpoint(f"http://slow-{number}.example.org:{there.port}/")
    endpoint(there)
    say(1)
    tasks.run()
    assert there.numbers == [1]
    assert sorted(Delivery.objects.values_list("error", flat=True)) == ["", *["timeout"] * 4]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate for hooks.example.org, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=hooks.example.org"
    names = "-addext subjectAltName=DNS:hooks.example.org"
    subprocess.run(
        [*command.split(), *names.split(), "-keyout", str(key), "-out", str(made)],
        check=True,
        capture_output=True,
    )
    return made, key


@pytest.mark.parametrize(
    ("host", "error"), [("hooks.example.org", ""), ("other.example.org", "tls")]
)
def test_the_certificate_is_that_of_the_name(
    receive, endpoint, say, leads_to, certificate, monkeypatch, patience, host, error
) -> None:
    patience(PRIVATE_HOSTS=("127.0.0.1",))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    names: list[str | None] = []
    context.sni_callback = lambda connection, name, _context: names.append(name)

    def wrap(listening: socket.socket) -> socket.socket:
        return context.wrap_socket(listening, server_side=True, do_handshake_on_connect=False)

    there = receive(wrap=wrap)
    endpoint(f"https://{host}:{there.port}/")
    leads_to(["127.0.0.1"])
    say(1)
    tasks.run(seconds=0)
    assert Delivery.objects.get().error == "tls"  # nobody whom we trust has signed it
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    monkeypatch.setattr(posting, "tls", lambda: trusting)
    Delivery.objects.all().delete()
    endpoint(f"https://{host}:{there.port}/again")
    say(2)
    tasks.run(seconds=0)
    assert Delivery.objects.order_by("pk").last().error == error
    assert set(names) == {host}
    assert bool(there.taken) is not bool(error)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://example.org", "https://example.org/"),
        (" https://EXAMPLE.org/a?b=c#d ", "https://example.org/a?b=c"),
        ("https://żółw.pl:8443/ż", "https://xn--w-uga1v8h.pl:8443/%C5%BC"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("http://127.0.0.1:81/", "http://127.0.0.1:81/"),
        ("http://frontend.internal/x", "http://frontend.internal/x"),
    ],
)
def test_addresses_as_they_are_sent(patience, written, sent) -> None:
    patience(PRIVATE_HOSTS=("127.0.0.0/8", "frontend.internal"))
    assert destinations.cleaned(written) == sent


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://example.org/",
        "https://",
        "https://user:pass@example.org/",
        "https://user@example.org/",
        "https://example.org:22/",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://[::1/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:10.0.0.1]/",
        f"https://{'a' * 70}.org/",
    ],
)
def test_addresses_that_are_refused(patience, written) -> None:
    patience(PRIVATE_HOSTS=())
    with pytest.raises(Refused):
        destinations.cleaned(written)


@pytest.mark.parametrize(
    ("setting", "errors"),
    [(["127.0.0.1", "10.0.0.0/8", "front.internal"], 0), (["10.0.0.1/8"], 1), ("localhost", 1)],
)
def test_the_setting_is_checked(patience, setting, errors) -> None:
    from django.core.checks import run_checks

    patience(PRIVATE_HOSTS=setting)
    assert sum("WEBHOOK_PRIVATE_HOSTS" in str(error) for error in run_checks()) == errors


@pytest.mark.parametrize(("seconds", "errors"), [(10, 0), (50, 0), (50.5, 1), (90, 1), (0, 1)])
def test_no_request_may_outlive_its_lease(patience, seconds, errors) -> None:
    from django.core.checks import run_checks

    patience(SECONDS=seconds)
    assert sum("WEBHOOK_SECONDS" in str(error) for error in run_checks()) == errors
