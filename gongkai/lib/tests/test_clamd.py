"""The virus scanner's protocol, against a server that speaks it, and against the scanner itself."""

import io
import os
import socket
import zipfile

import pytest

from gongkai.lib.clamd import CHUNK, NotScanned, found_in
from gongkai.lib.tests.clamd_server import EICAR, Scanner, daemon, program


def test_a_clean_stream_of_many_chunks_is_clean() -> None:
    with Scanner() as address:
        assert found_in(b"\0" * (3 * CHUNK + 1), address) == ""


def test_what_was_found_is_named_wherever_it_lies() -> None:
    with Scanner() as address:
        assert found_in(b"\0" * (CHUNK - 10) + EICAR, address) == "Eicar-Test-Signature"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        ("silent", "没有应答"),
        ("closed", "没有应答"),
        ("limit", "超过扫描程序的上限"),
        ("nonsense", "看不懂"),
    ],
)
def test_anything_but_a_verdict_is_no_verdict(behaviour: str, why: str) -> None:
    with Scanner(behaviour) as address, pytest.raises(NotScanned, match=why):
        found_in(b"data", address, seconds=0.3)


def test_where_nobody_listens_nothing_is_scanned() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    for nowhere in (address, "/no/such/socket", "no address"):
        with pytest.raises(NotScanned):
            found_in(b"data", nowhere, seconds=0.3)


def packed(data: bytes) -> bytes:
    """As the one file of an archive, where its bytes stand no longer."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("申请表.txt", data * 20)
    return archive.getvalue()


def test_the_real_scanner_finds_the_test_file_also_where_it_is_packed_and_nothing_else() -> None:
    clamd = program()
    if clamd is None:
        pytest.skip("no clamd: install the package clamav-daemon (Debian, Ubuntu)")
    with daemon(clamd) as address:
        assert found_in(EICAR, address).startswith("Eicar-Test-Signature")
        assert EICAR not in packed(EICAR)
        assert found_in(packed(EICAR), address).startswith("Eicar-Test-Signature")
        assert found_in(packed(b"clean"), address) == ""
        assert found_in(os.urandom(3 * CHUNK), address) == ""
