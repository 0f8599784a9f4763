# ruff: noqa: E501 each case is one line of a document
import pytest

from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.reading import Terms, read_report
from porchlight.programmes.cybertips.rules.ispws.report import Report
from porchlight.programmes.cybertips.rules.quality import CHECKS, Sent, improvements, quality
from porchlight.programmes.cybertips.tests.samples import BATCH, MINIMAL, NOW, full


def sent(inner="", *files, kind="Child Sex Trafficking"):
    body = MINIMAL.replace(b"</report>", f"{inner}</report>".encode())
    body = body.replace(b"Child Sex Trafficking", kind.encode())
    return Sent(read_report(body, Terms(NOW, tolerant=True)).document, files)


def codes(given):
    return {advice.code for advice in improvements(given)}


ADDRESS = "<ipCaptureEvent><ipAddress>192.0.2.1</ipAddress>{}</ipCaptureEvent>"


class TestImprovements:
    def test_begin_with_what_helps_most(self):
        points = [advice.points for advice in improvements(sent())]
        assert points == sorted(points, reverse=True)

    @pytest.mark.parametrize(
        ("inner", "code", "there"),
        [
            ("", "suspect", True),
            ("<personOrUserReported/>", "suspect", False),
            ("<personOrUserReported/>", "account", True),
            ("<personOrUserReported><screenName>a</screenName></personOrUserReported>", "account", False),
            (f"<personOrUserReported>{ADDRESS.format('')}</personOrUserReported>", "address-time", True),
            (f"<personOrUserReported>{ADDRESS.format('')}</personOrUserReported>", "address-port", True),
            (f"<personOrUserReported>{ADDRESS.format('<port>5</port>')}</personOrUserReported>", "address-port", False),
            ("<victim><victimPerson/></victim>", "child", False),
            ("", "child", True),
        ],
    )  # fmt: skip
    def test_look_at_what_is_there(self, inner, code, there):
        assert (code in codes(sent(inner))) is there

    def test_ask_for_the_child_where_one_was_approached(self):
        assert "child" not in codes(sent(kind="Misleading Domain Name"))

    def test_look_at_the_files(self):
        given = FileDetails(report_id=1, file_id="a")
        seen = FileDetails(report_id=1, file_id="a", file_viewed_by_esp=True, industry_classification="A1")  # fmt: skip
        assert "file-details" in codes(sent("", None))
        assert {"viewed", "class"} <= codes(sent("", given))
        assert not {"viewed", "class", "file-details"} & codes(sent("", seen))

    def test_ask_nothing_of_a_batch(self):
        document = read_report(BATCH, Terms(NOW)).document
        assert improvements(Sent(document)) == ()


class TestQuality:
    def test_is_a_hundred_for_everything_and_less_for_less(self):
        whole = Sent(full(Report))
        assert quality(whole) > quality(sent()) >= 0

    def test_has_one_code_for_each_check(self):
        assert len({advice.code for _, advice in CHECKS}) == len(CHECKS)
