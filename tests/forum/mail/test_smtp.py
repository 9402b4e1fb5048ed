import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from forum.mail.base import Mail, MailNotSent, MailRefused, Sender
from forum.mail.smtp import SmtpMailer, client
from tests.forum.mail.server import MailServer, mail_server

SENDER = Sender("Forum", "forum@bücher.example")
MAIL = Mail("maria@example.org", "Hello", "text\n", "en")


def mailer(server: MailServer, login: str = "", scheme: str = "smtp") -> SmtpMailer:
    return SmtpMailer(f"{scheme}://{login}127.0.0.1:{server.port}", SENDER)


async def test_the_envelope_names_the_site_and_the_reader() -> None:
    async with mail_server() as server:
        found = mailer(server)
        await found.send(Mail("maria@bücher.example", "Hello", "text\n", "en"))
        await found.aclose()
    assert server.taken[0].mail_from == "forum@xn--bcher-kva.example"
    assert server.taken[0].rcpt_tos == ["maria@xn--bcher-kva.example"]


async def test_an_address_in_another_script_needs_a_server_that_takes_it() -> None:
    mail = Mail("мария@пример.рф", "Здравствуйте", "текст\n", "ru")
    async with mail_server() as server:
        found = mailer(server)
        await found.send(mail)
        await found.aclose()
        assert server.taken[0].rcpt_tos == ["мария@xn--e1afmkfd.xn--p1ai"]
        assert server.taken[0].smtp_utf8
    async with mail_server(utf8=False) as server:
        found = mailer(server)
        with pytest.raises(MailRefused, match="RFC 6531"):
            await found.send(mail)
        await found.send(MAIL)
        await found.aclose()
        assert not server.taken[0].smtp_utf8


async def test_one_connection_carries_many_mails() -> None:
    async with mail_server() as server:
        found = mailer(server)
        for _ in range(3):
            await found.send(MAIL)
        await found.aclose()
    assert len(server.taken) == 3
    assert len(server.sessions) == 1


async def test_a_connection_that_the_server_ended_is_made_anew() -> None:
    async with mail_server() as server:
        found = mailer(server)
        await found.send(MAIL)
        server.hang_up()
        await found.send(MAIL)
        await found.aclose()
    assert len(server.taken) == 2


async def test_a_check_takes_the_connection_that_is_kept() -> None:
    async with mail_server() as server:
        found = mailer(server)
        await found.check()
        await found.check()
        await found.aclose()
        assert len(server.protocols) == 1


async def test_a_mailer_can_be_closed_though_the_server_gives_no_answer() -> None:
    async with mail_server() as server:
        found = mailer(server)
        await found.send(MAIL)
        server.silent = True
        await found.aclose()


REFUSALS = [
    ("550 no such mailbox", MailRefused),
    ("553 not here", MailRefused),
    ("450 try later", MailNotSent),
    ("452 too many", MailNotSent),
]


@pytest.mark.parametrize(("reply", "refusal"), REFUSALS)
async def test_a_refused_reader_is_refused_for_good_or_for_now(
    reply: str, refusal: type[Exception]
) -> None:
    async with mail_server() as server:
        found = mailer(server)
        server.refusals.append(reply)
        with pytest.raises(refusal):
            await found.send(MAIL)
        server.data_refusals.append(reply)
        with pytest.raises(refusal):
            await found.send(MAIL)
        await found.send(MAIL)
        await found.aclose()
    assert len(server.taken) == 1


async def test_a_server_that_is_away_is_asked_again_later(free_port: int) -> None:
    found = SmtpMailer(f"smtp://127.0.0.1:{free_port}", SENDER)
    with pytest.raises(MailNotSent):
        await found.send(MAIL)
    with pytest.raises(MailNotSent):
        await found.check()
    await found.aclose()


async def test_a_login_is_sent_as_it_is_written_in_the_address() -> None:
    async with mail_server(auth=True) as server:
        found = mailer(server, "forum%40x:p%40ss%3Aword@")
        await found.send(MAIL)
        await found.aclose()
        assert server.logins == [(b"forum@x", b"p@ss:word")]
        wrong = mailer(server, "forum:guess@")
        with pytest.raises(MailNotSent):
            await wrong.send(MAIL)
        await wrong.aclose()


def test_a_password_leaves_this_machine_only_encrypted() -> None:
    options = {
        "smtp://user:word@mail.example": True,
        "smtp://mail.example": None,
        "smtp://user:word@127.0.0.1": None,
        "smtps://user:word@mail.example": None,
    }
    for url, start_tls in options.items():
        made = client(url, "localhost")
        assert made._start_tls_on_connect is start_tls
        assert made.use_tls is url.startswith("smtps")


@pytest.mark.parametrize("url", ["smtp://", "smtp:mail.example", "smtp://mail.example:many"])
def test_an_address_without_a_server_is_a_mistake(url: str) -> None:
    with pytest.raises(ValueError, match=r"host|[Pp]ort"):
        client(url, "localhost")


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that nobody vouches for, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, private = folder / "cert.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, private)
    return file, context


async def test_mail_goes_encrypted_to_a_server_that_is_vouched_for_and_to_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate(tmp_path)
    async with mail_server(tls=context) as server:
        stranger = mailer(server, scheme="smtps")
        with pytest.raises(MailNotSent):
            await stranger.send(MAIL)
        await stranger.aclose()
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        known = mailer(server, scheme="smtps")
        await known.send(MAIL)
        await known.aclose()
    assert len(server.taken) == 1
