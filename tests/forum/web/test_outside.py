"""Asking other sites: where we go, where we never go, and what we give up on."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

import httpcore2
import pytest

from forum.web.outside import Answer, Ask, Outside
from forum.web.places import NoAnswer, NotAllowedOutside, is_public, resolve

PUBLIC = "93.184.215.14"
OTHER = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::93.184.215.14",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:a00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_only_we_can_reach_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [PUBLIC, OTHER, "8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@dataclass
class Network(httpcore2.AsyncNetworkBackend):
    """The internet of a test: whatever address is asked for, a server of the test answers."""

    port: int = 0
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    """Addresses of each name, one list for each time that it is looked up; the last one stays."""
    dead: set[str] = field(default_factory=set)
    went: list[tuple[str, int]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    async def lookup(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        if host not in self.names:
            return [host]
        found = self.names[host]
        return found.pop(0) if len(found) > 1 else found[0]

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self.went.append((host, port))
        if host in self.dead:
            raise httpcore2.ConnectError("nobody is there")
        return await httpcore2.AnyIOBackend().connect_tcp("127.0.0.1", self.port)


@asynccontextmanager
async def internet(answers: dict[str, bytes]) -> AsyncIterator[Network]:
    """Whatever is sent for each request line; a connection is closed after its answer."""
    network = Network(names={"example.org": [[PUBLIC]], "other.example": [[OTHER]]})

    talks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        talks.add(talk)
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        network.heard.append(request)
        method, target, _ = request.split(" ", 2)
        answer = answers.get(f"{method} {target}", b"HTTP/1.1 404 Not Found\r\n\r\n")
        if answer == SILENCE:
            await reader.read()
        writer.write(answer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    network.port = server.sockets[0].getsockname()[1]
    async with server:
        yield network
        await asyncio.gather(*talks)


SILENCE = b""
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Word: a\r\n\r\nhello"


def moved(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def outside(network: Network) -> Outside:
    return Outside("https://forum.example", lookup=network.lookup, network=network)


async def test_an_answer_is_given_as_it_came() -> None:
    async with internet({"GET /a?b=c": FINE}) as network:
        answer = await outside(network).ask(Ask("http://example.org/a?b=c#d"))
    assert answer == Answer(
        "http://example.org/a?b=c#d",
        200,
        {"content-length": "5", "x-word": "a"},
        b"hello",
        is_cut=False,
    )
    assert network.went == [(PUBLIC, 80)]


async def test_we_say_who_we_are() -> None:
    async with internet({"GET /": FINE}) as network:
        await outside(network).ask(Ask("http://example.org", headers={"Range": "bytes=0-0"}))
    lines = network.heard[0].lower().splitlines()
    assert "host: example.org" in lines
    assert "range: bytes=0-0" in lines
    [agent] = [line for line in lines if line.startswith("user-agent:")]
    assert agent.endswith("(+https://forum.example)")


async def test_a_body_is_sent() -> None:
    async with internet({"POST /hook": FINE}) as network:
        answer = await outside(network).ask(Ask("http://example.org/hook", "POST", body=b"{}"))
    assert answer.status == 200
    assert "content-length: 2" in network.heard[0].lower()


@pytest.mark.parametrize("address", NOT_PUBLIC)
async def test_no_connection_is_made_to_what_only_we_can_reach(address: str) -> None:
    async with internet({"GET /": FINE}) as network:
        network.names["example.org"] = [[address]]
        with pytest.raises(NotAllowedOutside):
            await outside(network).ask(Ask("http://example.org/"))
    assert network.went == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    async with internet({"GET /": FINE}) as network:
        network.names["example.org"] = [[PUBLIC, "10.0.0.1"]]
        with pytest.raises(NotAllowedOutside):
            await outside(network).ask(Ask("http://example.org/"))
    assert network.went == []


async def test_what_the_resolver_gives_must_be_an_address() -> None:
    async with internet({}) as network:
        network.names["example.org"] = [["localhost"]]
        with pytest.raises(NotAllowedOutside):
            await outside(network).ask(Ask("http://example.org/"))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "[fe80::1]"]
)
async def test_an_address_given_by_its_number_is_checked_too(host: str) -> None:
    async with internet({"GET /": FINE}) as network:
        with pytest.raises(NotAllowedOutside):
            await outside(network).ask(Ask(f"http://{host}/"))
    assert network.went == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "localhost"])
async def test_unusual_ways_to_write_this_machine_do_not_help(host: str) -> None:
    network = Network()
    asker = Outside("https://forum.example", network=network)
    with pytest.raises((NotAllowedOutside, NoAnswer)):
        await asker.ask(Ask(f"http://{host}/"))
    assert network.went == []


async def test_a_place_of_the_house_is_asked_where_it_is_named_and_no_other_of_its_ports() -> None:
    async with internet({"POST /": FINE}) as network:
        network.names["hooks.house"] = [["10.0.0.7"]]
        inside = {"hooks.house:8080"}
        asker = Outside(
            "https://forum.example", inside=inside, lookup=network.lookup, network=network
        )
        answer = await asker.ask(Ask("http://hooks.house:8080/", "POST"))
        assert (answer.status, network.went) == (200, [("10.0.0.7", 8080)])
        for url in ("http://hooks.house/", "http://hooks.house:8081/", "http://10.0.0.7:8080/"):
            with pytest.raises(NotAllowedOutside):
                await asker.ask(Ask(url, "POST"))
    assert network.went == [("10.0.0.7", 8080)]


async def test_a_name_is_looked_up_once_for_each_connection() -> None:
    """An answer of the DNS that changes between check and connection leads nowhere else."""
    async with internet({"GET /": FINE}) as network:
        network.names["example.org"] = [[PUBLIC], ["127.0.0.1"]]
        asker = outside(network)
        await asker.ask(Ask("http://example.org/"))
        assert (network.looked_up, network.went) == (["example.org"], [(PUBLIC, 80)])
        with pytest.raises(NotAllowedOutside):
            await asker.ask(Ask("http://example.org/"))
    assert network.went == [(PUBLIC, 80)]


async def test_the_next_address_is_tried_where_one_is_dead() -> None:
    async with internet({"GET /": FINE}) as network:
        network.names["example.org"] = [[PUBLIC, OTHER]]
        network.dead = {PUBLIC}
        assert (await outside(network).ask(Ask("http://example.org/"))).status == 200
        network.dead = {PUBLIC, OTHER}
        with pytest.raises(NoAnswer):
            await outside(network).ask(Ask("http://example.org/"))
    assert network.went == [(PUBLIC, 80), (OTHER, 80)] * 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(status: int) -> None:
    answers = {"GET /": moved("//other.example/b", status), "GET /b": FINE}
    async with internet(answers) as network:
        answer = await outside(network).ask(Ask("http://example.org/"))
    assert (answer.url, answer.body) == ("http://other.example/b", b"hello")
    assert network.went == [(PUBLIC, 80), (OTHER, 80)]


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1/",
        "http://inside.example/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://other.example:22/",
        "ftp://other.example/",
        "file:///etc/passwd",
        "gopher://other.example/",
        "http://user@other.example/",
    ],
)
async def test_a_redirect_leads_nowhere_else_either(place: str) -> None:
    async with internet({"GET /": moved(place)}) as network:
        network.names["inside.example"] = [["10.0.0.7"]]
        with pytest.raises(NotAllowedOutside):
            await outside(network).ask(Ask("http://example.org/"))
    assert network.went == [(PUBLIC, 80)]


async def test_redirects_in_a_circle_end() -> None:
    async with internet({"GET /": moved("/")}) as network:
        answer = await outside(network).ask(Ask("http://example.org/", redirects=3))
    assert (answer.status, len(network.went)) == (302, 4)


async def test_what_is_sent_is_not_sent_on() -> None:
    async with internet({"POST /": moved("http://other.example/", 307)}) as network:
        answer = await outside(network).ask(Ask("http://example.org/", "POST", body=b"secret"))
    assert (answer.status, network.went) == (307, [(PUBLIC, 80)])


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org:8080/",
        "https://example.org:22/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "example.org",
        "",
        "http://user:word@example.org/",
        "http://example.org/\r\nX: y",
    ],
)
async def test_only_the_web_is_asked(url: str) -> None:
    async with internet({}) as network:
        with pytest.raises(NotAllowedOutside):
            await outside(network).ask(Ask(url))
    assert network.looked_up == []


async def test_a_body_is_read_only_so_far() -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000
    async with internet({"GET /": endless}) as network:
        answer = await outside(network).ask(Ask("http://example.org/", most=1000))
        assert (answer.body, answer.is_cut) == (b"x" * 1000, True)
        whole = await outside(network).ask(Ask("http://example.org/", most=100_000))
        assert (len(whole.body), whole.is_cut) == (100_000, False)


async def test_a_server_that_says_nothing_is_given_up() -> None:
    async with internet({"GET /": SILENCE}) as network:
        with pytest.raises(NoAnswer):
            await outside(network).ask(Ask("http://example.org/"), seconds=0.05)


@pytest.mark.parametrize(
    "answer",
    [b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel", b"\0\0\0\0\r\n\r\n"],
)
async def test_what_is_not_http_is_no_answer(answer: bytes) -> None:
    async with internet({"GET /": answer}) as network:
        with pytest.raises(NoAnswer):
            await outside(network).ask(Ask("http://example.org/"))


async def test_a_name_that_nobody_has_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        await resolve("nobody.invalid", 80)


async def test_the_system_knows_this_machine() -> None:
    assert set(await resolve("localhost", 80)) & {"127.0.0.1", "::1"}


async def test_a_certificate_must_be_of_the_name_that_was_asked_for() -> None:
    """The connection goes to a number; who answers there is still asked for the name's papers."""
    asked: list[str | None] = []

    class Stream(httpcore2.AsyncNetworkStream):
        async def start_tls(
            self,
            ssl_context: ssl.SSLContext,
            server_hostname: str | None = None,
            timeout: float | None = None,  # noqa: ASYNC109
        ) -> httpcore2.AsyncNetworkStream:
            assert ssl_context.check_hostname
            assert ssl_context.verify_mode == ssl.CERT_REQUIRED
            asked.append(server_hostname)
            raise httpcore2.ConnectError("not its papers")

        async def aclose(self) -> None:
            pass

    class Tls(Network):
        async def connect_tcp(self, host: str, port: int, *rest: object, **more: object) -> Stream:
            self.went.append((host, port))
            return Stream()

    network = Tls(names={"xn--bcher-kva.example": [[PUBLIC]]})
    with pytest.raises(NoAnswer):
        await outside(network).ask(Ask("https://Bücher.example/"))
    assert (network.went, asked) == ([(PUBLIC, 443)], ["xn--bcher-kva.example"])
