import errno
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.house.files import uploads
from porchlight.house.files.errors import NoRoom
from porchlight.house.files.receipt import pieces_of
from porchlight.house.files.tests.drawing import photograph
from porchlight.house.files.uploads import Held, Opened

PLAIN = b"in the clear " * 60_000


@pytest.fixture
def spools(monkeypatch):
    """The temporary files that are made."""
    made, real = [], uploads.tempfile.SpooledTemporaryFile

    def noted(*args, **kwargs):
        made.append(real(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(uploads.tempfile, "SpooledTemporaryFile", noted)
    return made


def sent(data: bytes, **fields):
    file = SimpleUploadedFile("a picture.jpg", data, content_type="image/jpeg")
    request = RequestFactory().post("/", {"picture": file, **fields})
    return request.FILES["picture"]


class TestAnUpload:
    def test_comes_as_it_was_sent(self):
        upload = sent(PLAIN)
        assert (upload.name, upload.size) == ("a picture.jpg", len(PLAIN))
        assert upload.content_type == "image/jpeg"
        assert b"".join(pieces_of(upload)) == PLAIN
        assert b"".join(upload.chunks()) == PLAIN
        upload.seek(7)
        assert upload.read(20) == PLAIN[7:27]

    def test_lies_on_the_disk_only_sealed(self, spools):
        sent(PLAIN)
        [spool] = spools
        assert spool._rolled
        spool.seek(0)
        assert b"in the clear" not in spool.read()

    def test_of_a_usual_size_never_touches_the_disk(self, spools):
        sent(photograph((64, 64)))
        assert not spools[0]._rolled

    def test_that_is_too_large_says_so_when_it_is_read(self, settings, spools):
        settings.ENV = settings.ENV.model_copy(update={"picture_megabytes": 1})
        upload = sent(bytes(3 << 20), words="kept")
        with pytest.raises(RuleBroken, match="1 MB"):
            upload.read()
        assert spools[0].closed

    def test_that_meets_a_full_disk_says_so_when_it_is_read(self, monkeypatch):
        def full(*_):
            raise OSError(errno.ENOSPC, "full")

        monkeypatch.setattr("tempfile.SpooledTemporaryFile.writelines", full)
        with pytest.raises(NoRoom):
            list(sent(PLAIN).chunks())


class TestOpened:
    @given(st.binary(max_size=300_000), st.integers(0, 300_010), st.integers(0, 70_000))
    def test_reads_anywhere(self, data, start, length):
        held = Held(1 << 20)
        for at in range(0, len(data), 50_000):
            held.add(data[at : at + 50_000])
        held.end()
        file = io.BufferedReader(Opened(held))
        file.seek(start)
        assert file.read(length) == data[start : start + length]
        file.close()
        assert held._spool.closed
