"""The guard connects to a number; TLS still asks for, and checks, the name."""

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tasks.fetch.fetcher import Fetcher
from tasks.records import Fetched, FetchReason, FetchRequest, Unfetched
from tests.fetch.visit import POLICY
from tests.site.server import NETWORK

ADDRESS = str(NETWORK[9])


def write_certificate(folder: Path, name: str) -> Path:
    """A certificate for ``name`` that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 7)
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(certificate + private)
    return path


def fetch_from(certificate: Path, name: str) -> tuple[Fetched | Unfetched, list[str | None]]:
    """What comes of fetching ``https://NAME/``, and the names that the server was asked for in TLS."""
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda tls, named, _: asked.append(named)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        status = b"404 Not Found" if b"robots.txt" in head else b"200 OK"
        writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 4\r\nconnection: close\r\n\r\nnews")
        await writer.drain()
        writer.close()

    async def resolve(host: str, port: int) -> Sequence[str]:
        return [ADDRESS]

    async def main() -> Fetched | Unfetched:
        server = await asyncio.start_server(serve, ADDRESS, 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        policy = replace(POLICY, ports=frozenset({port}), limits=replace(POLICY.limits, tries=1))
        async with server, Fetcher(policy, resolve=resolve) as fetcher:
            return await fetcher.fetch(FetchRequest(f"https://{name}:{port}/"))

    return asyncio.run(main()), asked


def test_the_name_is_asked_for_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = write_certificate(tmp_path, "news.example")
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr("httpx.create_ssl_context", lambda **given: trusting)
    got, asked = fetch_from(certificate, "news.example")
    assert isinstance(got, Fetched)
    assert (got.body, got.address, set(asked)) == (b"news", ADDRESS, {"news.example"})
    other, asked = fetch_from(certificate, "other.example")
    assert isinstance(other, Unfetched)
    assert (other.reason, set(asked)) == (FetchReason.ROBOTS_UNREACHABLE, {"other.example"})


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    got, _ = fetch_from(write_certificate(tmp_path, "news.example"), "news.example")
    assert isinstance(got, Unfetched)
    assert got.reason == FetchReason.ROBOTS_UNREACHABLE
    assert "(tls: " in got.detail
