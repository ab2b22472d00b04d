# mypy: ignore-errors, disable-error-code=import-not-found
"""Makes the certificates of the tests' TLS servers: keys and certificates that protect nothing.

They are kept in the repository, so that the tests need no such tool. To make them anew, where the
package ``cryptography`` is installed (it is no dependency of ours)::

    python tests/hostile/certificates/make.py
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = Path(__file__).parent
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
HOST = "news.example.org"


class Authority:
    """Who signs certificates."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = (
            _builder(self.name, self.name, self.key, BEGIN, END)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )


def leaf(
    file: str,
    authority: Authority | None,
    *,
    host: str = HOST,
    begin: datetime = BEGIN,
    end: datetime = END,
) -> None:
    """Write a server's key and certificate; without an authority it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    issuer, signer = (authority.name, authority.key) if authority else (name, key)
    certificate = (
        _builder(name, issuer, key, begin, end)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    (HERE / f"{file}.pem").write_bytes(secret + public)


def _builder(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    begin: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )


def main() -> None:
    """Write all of them."""
    trusted, stranger = Authority("Trusted tests"), Authority("A stranger")
    public = trusted.certificate.public_bytes(serialization.Encoding.PEM)
    (HERE / "trusted.pem").write_bytes(public)
    leaf("good", trusted)
    leaf("expired", trusted, end=datetime(2021, 1, 1, tzinfo=UTC))
    leaf("unborn", trusted, begin=datetime(2119, 1, 1, tzinfo=UTC))
    leaf("misnamed", trusted, host="other.example.org")
    leaf("unknown", stranger)
    leaf("selfmade", None)


if __name__ == "__main__":
    main()
