import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.programmes.cybertips.rules.multipart import Malformed, Multipart, boundary_of

FORM = (
    b'--B\r\nContent-Disposition: form-data; name="id"\r\n\r\n12\r\n'
    b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n%s\r\n--B--\r\n"
)


def parts(body, step=7, boundary=b"B"):
    stream = io.BytesIO(body)
    found = Multipart(lambda size: stream.read(min(size, step)), boundary).parts()
    return [(p.name, p.filename, p.content_type, b"".join(p.pieces)) for p in found]


class TestMultipart:
    @given(st.binary(max_size=300), st.integers(1, 64))
    def test_gives_every_part_whatever_the_pieces(self, content, step):
        if b"\r\n--B" in b"\r\n" + content:
            return
        assert parts(FORM % content, step) == [
            ("id", None, "", b"12"),
            ("file", "a.bin", "application/octet-stream", content),
        ]

    @given(st.integers(0, len(FORM) - 5))
    def test_notices_every_cut(self, at):
        with pytest.raises(Malformed):
            parts((FORM % b"0123456789")[:at])

    @given(st.binary(max_size=200))
    def test_refuses_anything_else_with_words(self, body):
        try:
            parts(body)
        except Malformed as wrong:
            assert str(wrong)

    def test_skips_what_nobody_read(self):
        stream = io.BytesIO(FORM % (b"x" * 100_000))
        names = [part.name for part in Multipart(stream.read, b"B").parts()]
        assert names == ["id", "file"]

    def test_limits_heads_fields_and_parts(self):
        head = b"--B\r\nX: " + b"y" * 40_000 + b"\r\n\r\nz\r\n--B--"
        many = b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 30 + b"--B--"
        for body in (head, many):
            with pytest.raises(Malformed):
                parts(body, 4096)
        long = io.BytesIO(FORM.replace(b"12", b"1" * 100_000) % b"")
        with pytest.raises(Malformed, match="too long"):
            next(Multipart(long.read, b"B").parts()).text()


class TestBoundaryOf:
    @given(st.text(max_size=60))
    def test_never_falls(self, header):
        boundary_of(header)

    def test_is_none_without_a_form(self):
        assert boundary_of("application/x-www-form-urlencoded") is None
        assert boundary_of("multipart/form-data") is None
        assert boundary_of("multipart/form-data; boundary=----abc") == b"----abc"
