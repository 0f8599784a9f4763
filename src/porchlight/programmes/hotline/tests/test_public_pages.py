"""What anyone may leave, and what nobody learns by it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from porchlight.core import receipts
from porchlight.core.identifiers import receipt_code_of
from porchlight.house.doors.proof_of_work import pay
from porchlight.house.files.models import DroppedFile
from porchlight.programmes.hotline.actions import leads_intake, leads_reply
from porchlight.programmes.hotline.jobs import leads as jobs
from porchlight.programmes.hotline.models import (
    DroppedPicture,
    DroppedTip,
    Lead,
    LeadTipster,
    ReleasedReply,
)
from porchlight.programmes.hotline.public.sending import secret
from porchlight.programmes.hotline.rules.tips import MOST_WORDS, from_json
from porchlight.programmes.hotline.tests.conftest import CANARY
from porchlight.programmes.posters import actions as posters

pytestmark = [pytest.mark.django_db, pytest.mark.urls("porchlight.config.urls_public")]
WORDS = "A girl in a green sweater at the bus station."
NEVER = "0000000000000000000000"
CODE = re.compile(r"<span>([0-9A-Z]{4})</span>")


@pytest.fixture
def site():
    return Client(REMOTE_ADDR="192.0.2.7")


def toll_of(page):
    return re.search(r'name="toll" value="([^"]+)"', page.content.decode())[1]


def sent(site, path="/sighting/", paid=True, **told):
    toll = told.pop("toll", None) or toll_of(site.get(path))
    data = {"words": WORDS, "contact": "no", "toll": toll, "nonce": pay(toll) if paid else ""}
    return site.post(path, data | told)


def code_of(page):
    return "-".join(CODE.findall(page.content.decode()))


def without_tolls(page):
    said = re.sub(r'name="(toll|csrfmiddlewaretoken)" value="[^"]*"', "", page.content.decode())
    return re.sub(r"/p/[\w-]+/", "/p/…/", said)


def picture(color="green"):
    out = BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "JPEG")
    return SimpleUploadedFile("seen.jpg", out.getvalue(), "image/jpeg")


def take_in():
    for waiting in DroppedTip.objects.all():
        leads_intake.take_in(str(waiting.id), by=jobs.DESK, now=timezone.now())


class TestTheForm:
    @pytest.mark.parametrize("start", ["", "/es"])
    def test_stands_at_the_posters_address_and_at_its_own(self, site, start):
        for path in ("/sighting/", f"/p/{NEVER}/sighting/"):
            page = site.get(f"{start}{path}")
            assert page.status_code == 200
            assert 'href="tel:911"' in page.content.decode()
            assert "no-store" in page.headers["Cache-Control"]

    def test_is_linked_from_the_poster(self, site, poster, monkeypatch, now):
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        path = f"/p/{poster.code}/sighting/"
        assert f'href="{path}"' in site.get(f"/p/{poster.code}/").content.decode()
        assert site.get(path).status_code == 200

    def test_needs_the_words_only(self, site):
        assert sent(site).status_code == 200
        assert from_json(DroppedTip.objects.get().told).words == WORDS

    def test_says_what_is_missing_and_keeps_what_was_typed(self, site):
        page = sent(site, words=" ", spot="Gate 4", vehicle="Red truck")
        said = page.content.decode()
        assert page.status_code == 422
        assert "Gate 4" in said and "Red truck" in said
        assert not DroppedTip.objects.exists()

    @pytest.mark.parametrize(
        "odd",
        [
            {"seen": "when the moon was up"},
            {"seen": "tomorrow 6 pm"},
            {"place": "Nowhereville, ZZ"},
            {"place_lat": "91", "place_lon": "x"},
            {"contact": "yes", "phone": "call me maybe"},
            {"contact": "yes", "email": "not an address"},
        ],
    )
    def test_never_loses_a_tip_for_how_it_is_said(self, site, odd):
        page = sent(site, **odd)
        if page.status_code == 422:
            assert set(odd) & {"place_lat"}, page.content.decode()
        else:
            told = str(DroppedTip.objects.get().told)
            assert all(value in told for name, value in odd.items() if name != "contact")

    def test_reads_time_and_place_as_the_people_there_mean_them(self, site):
        sent(site, place="El Paso, TX", seen="yesterday 6 pm")
        tip = from_json(DroppedTip.objects.get().told)
        assert (tip.zone, tip.state, tip.county_fips) == ("America/Denver", "TX", "48141")
        assert tip.seen_from.astimezone(timezone.zoneinfo.ZoneInfo(tip.zone)).hour == 18

    def test_takes_a_place_pressed_on_the_map(self, site):
        sent(site, place="Travis", place_state="TX", place_lat="30.3", place_lon="-97.7")
        tip = from_json(DroppedTip.objects.get().told)
        assert (tip.place, tip.county_fips, tip.lat) == ("Travis County, TX", "48453", 30.3)

    def test_keeps_the_tipsters_language(self, site):
        sent(site, "/es/sighting/")
        assert DroppedTip.objects.get().language == "es"

    def test_forgets_who_told_it_unless_asked_to_know(self, site):
        sent(site, contact="no", name="Ana", phone="512 555 0123")
        assert "Ana" not in str(DroppedTip.objects.get().told)

    def test_keeps_who_told_it_when_asked_to(self, site):
        sent(site, contact="yes", name="Ana", phone="512 555 0123", police_may_ask="on")
        take_in()
        who = LeadTipster.objects.get()
        assert (who.name, who.phone, who.police_may_ask) == ("Ana", "+15125550123", True)

    @pytest.mark.parametrize("bad", ["a\x00b", "x" * (MOST_WORDS + 1), "e" + "\u0301" * 40])
    def test_refuses_what_cannot_be_kept_with_a_sentence(self, site, bad):
        assert sent(site, words=bad).status_code == 422

    @pytest.mark.parametrize(
        "word", ["<script>alert(1)</script>", "=cmd()", "\u202egnp.exe", "𓀀", "'; DROP TABLE"]
    )
    def test_takes_any_other_words(self, site, word):
        assert sent(site, words=word).status_code == 200
        take_in()
        assert Lead.objects.exists()


class TestTheToll:
    def test_paid_and_within_the_limits_goes_straight_in(self, site):
        sent(site)
        assert DroppedTip.objects.get().held == ""

    @pytest.mark.parametrize(
        ("how", "why"),
        [({"paid": False}, "unpaid"), ({"toll": "a.1.0.b", "paid": False}, "forged")],
    )
    def test_unpaid_or_forged_is_held_and_acknowledged(self, site, how, why, settings):
        settings.ENV = settings.ENV.model_copy(update={"proof_of_work_bits": 20})
        page = sent(site, **how)
        assert len(code_of(page)) == 29
        assert DroppedTip.objects.get().held == why

    def test_above_the_limit_every_tip_is_held_and_none_is_lost(self, site):
        for n in range(11):
            assert len(code_of(sent(site, words=f"{WORDS} {n}"))) == 29
        held = list(DroppedTip.objects.order_by("dropped_at").values_list("held", flat=True))
        assert len(held) == 11
        assert held[-1] == "limit" and held[0] == ""

    def test_another_network_has_a_limit_of_its_own(self, site):
        for n in range(10):
            sent(site, words=f"{WORDS} {n}")
        sent(Client(REMOTE_ADDR="198.51.100.9"), words="Elsewhere")
        assert DroppedTip.objects.order_by("-dropped_at")[0].held == ""

    def test_gets_harder_as_more_tips_come_in(self, site):
        from porchlight.house.doors.bucket import take  # noqa: PLC0415
        from porchlight.house.doors.strangers import EVERYBODY  # noqa: PLC0415
        from porchlight.programmes.hotline.public import limits  # noqa: PLC0415

        easy = int(toll_of(site.get("/sighting/")).split(".")[2])
        take(limits.ALL_TIPS, EVERYBODY, now=timezone.now(), cost=limits.ALL_TIPS.capacity)
        assert int(toll_of(site.get("/sighting/")).split(".")[2]) == easy + 4


class TestTheReceipt:
    def test_is_shown_once_large_and_is_in_no_address(self, site):
        page = sent(site)
        code = code_of(page)
        assert len(code) == 29
        assert "Location" not in page.headers
        assert code not in str(page.headers)

    def test_sent_twice_is_the_same_receipt_and_one_tip(self, site):
        toll = toll_of(site.get("/sighting/"))
        first, second = sent(site, toll=toll), sent(site, toll=toll)
        assert code_of(first) == code_of(second)
        assert DroppedTip.objects.count() == 1

    def test_is_nowhere_in_the_database(self, site):
        code = code_of(sent(site))
        take_in()
        plain = code.replace("-", "")
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(t)::text FROM hotline_lead t")
            rows = cursor.fetchall()
            cursor.execute("SELECT body FROM audit_entry")
            rows += cursor.fetchall()
        assert rows
        assert not any(code in row[0] or plain in row[0] for row in rows)

    def test_opens_the_answer_in_any_spelling(self, site, desk):
        code = code_of(sent(site))
        take_in()
        leads_reply.reply(Lead.objects.get().id, "Which exit?", by=desk, now=timezone.now())
        page = site.post("/receipt/", {"code": code.lower().replace("-", " ")})
        assert "Which exit?" in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]

    def test_does_the_same_work_for_a_code_that_nobody_knows(self, site, desk, work, monkeypatch):
        drawn = []
        real = receipts.scrypt
        monkeypatch.setattr(receipts, "scrypt", lambda *a, **k: drawn.append(1) or real(*a, **k))
        answered, waiting = code_of(sent(site)), code_of(sent(site, words="A blue car."))
        take_in()
        leads_reply.reply(
            Lead.objects.order_by("id").first().id, "Thanks.", by=desk, now=timezone.now()
        )
        unknown = receipt_code_of(secret(), "an attempt that nobody made")
        done, pages = {}, {}
        for code in (answered, waiting, unknown):
            drawn.clear()
            with work() as done[code]:
                pages[code] = site.post("/receipt/", {"code": code})
            assert drawn == [1]
        assert done[answered] == done[waiting] == done[unknown] != []
        told = [without_tolls(pages[one]).replace(one, "CODE") for one in (waiting, unknown)]
        assert told[0] == told[1]

    def test_writes_again_to_the_same_lead(self, site):
        code = code_of(sent(site))
        take_in()
        page = site.post("/receipt/", {"code": code})
        toll = toll_of(page)
        data = {"code": code, "words": "It was exit 4.", "toll": toll, "nonce": pay(toll)}
        assert site.post("/receipt/write/", data).status_code == 200
        take_in()
        assert Lead.objects.get().messages.get().words == "It was exit 4."

    def test_empty_message_keeps_the_answers_in_sight(self, site):
        code = code_of(sent(site))
        assert site.post("/receipt/write/", {"code": code, "words": " "}).status_code == 422
        assert site.post("/receipt/write/", {"code": "x", "words": "a"}).status_code == 422

    def test_a_mistyped_code_says_so(self, site):
        page = site.post("/receipt/", {"code": "0000-0000-0000-0000-0000-000A"})
        assert page.status_code == 422

    def test_reading_has_a_limit_that_says_when(self, site):
        code = "0000-0000-0000-0000-0000-0000"
        pages = [site.post("/receipt/", {"code": code}) for _ in range(21)]
        assert pages[0].status_code == 200
        assert (pages[-1].status_code, pages[-1].headers["Retry-After"]) == (429, "60")


class TestNobodyLearns:
    """Security.md, section 3.4: a stalker fishing."""

    def test_from_the_form_whether_there_is_a_poster(self, site, poster, supervisor, now):
        public = without_tolls(site.get(f"/p/{poster.code}/sighting/"))
        never = without_tolls(site.get(f"/p/{NEVER}/sighting/"))
        posters.withdraw_poster(poster.id, reason="desk", by=supervisor, now=now)
        gone = without_tolls(site.get(f"/p/{poster.code}/sighting/"))
        assert public == never == gone

    def test_from_the_answer_whether_there_is_a_poster(self, site, poster):
        pages = [sent(site, f"/p/{code}/sighting/") for code in (poster.code, NEVER)]
        said = [re.sub(r"[0-9A-Z]{4}</span>", "", without_tolls(page)) for page in pages]
        assert said[0] == said[1]

    def test_from_a_code_whether_anybody_has_it(self, site):
        mine = code_of(sent(site))
        take_in()
        known = site.post("/receipt/", {"code": mine})
        unknown = site.post("/receipt/", {"code": "0000-0000-0000-0000-0000-0000"})
        hidden = re.compile(r'name="code" value="[^"]*"')
        assert hidden.sub("", without_tolls(known)) == hidden.sub("", without_tolls(unknown))
        assert known.status_code == unknown.status_code
        assert {k: v for k, v in known.headers.items() if k != "Content-Length"} == {
            k: v for k, v in unknown.headers.items() if k != "Content-Length"
        }

    def test_from_writing_whether_anybody_has_the_code(self, site):
        mine = code_of(sent(site))
        take_in()
        said = []
        for code in (mine, "0000-0000-0000-0000-0000-0000"):
            toll = toll_of(site.post("/receipt/", {"code": code}))
            data = {"code": code, "words": "More.", "toll": toll, "nonce": pay(toll)}
            page = site.post("/receipt/write/", data)
            said.append(re.sub(r'name="code" value="[^"]*"', "", without_tolls(page)))
        assert said[0] == said[1]

    def test_private_words_of_the_case_anywhere(self, site, poster, desk):
        code = code_of(sent(site, f"/p/{poster.code}/sighting/"))
        take_in()
        leads_reply.reply(Lead.objects.get().id, "Thank you.", by=desk, now=timezone.now())
        pages = [
            site.get(f"/p/{poster.code}/sighting/"),
            site.get("/receipt/"),
            site.post("/receipt/", {"code": code}),
            site.get("/sighting/places/?q=aus"),
            site.get("/sighting/map/TX/"),
            site.post("/receipt/", {"code": "x"}),
        ]
        for page in pages:
            assert CANARY not in page.content.decode() + str(page.headers)
            assert poster.case.number not in page.content.decode()


class TestPictures:
    def test_are_sealed_beside_the_tip_in_their_order(self, site):
        sent(site, pictures=[picture("red"), picture("blue")])
        assert DroppedFile.objects.count() == 2
        assert list(
            DroppedPicture.objects.order_by("position").values_list("position", flat=True)
        ) == [
            0,
            1,
        ]

    def test_come_once_however_often_the_form_is_sent(self, site):
        toll = toll_of(site.get("/sighting/"))
        for _ in range(2):
            sent(site, toll=toll, pictures=[picture()])
        assert DroppedFile.objects.count() == 1

    def test_that_cannot_be_kept_do_not_take_the_tip_along(self, site, settings):
        settings.ENV = settings.ENV.model_copy(update={"picture_megabytes": 1})
        large = SimpleUploadedFile("large.jpg", b"\xff\xd8" + b"0" * 2_000_000, "image/jpeg")
        page = sent(site, pictures=[large, picture()])
        assert "could not be kept" in page.content.decode()
        assert DroppedPicture.objects.count() == 1

    def test_are_five_at_most(self, site):
        page = sent(site, pictures=[picture((n, n, n)) for n in range(7)])
        assert "2 pictures could not be kept" in page.content.decode()
        assert DroppedPicture.objects.count() == 5

    def test_are_opened_by_the_worker_with_place_and_time(self, site, run_jobs):
        exif = Image.Exif()
        exif[0x0132] = "2026:03:01 17:45:00"
        gps = exif.get_ifd(0x8825)
        gps.update({1: "N", 2: (30.0, 16.0, 12.0), 3: "W", 4: (97.0, 44.0, 24.0)})
        exif[0x8825] = gps
        out = BytesIO()
        Image.new("RGB", (64, 48), "green").save(out, "JPEG", exif=exif)
        sent(site, pictures=[SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")])
        while run_jobs():
            pass
        kept = Lead.objects.get().pictures.get()
        assert kept.state == "ready"
        assert (round(kept.lat, 2), round(kept.lon, 2)) == (30.27, -97.74)

    def test_that_are_none_are_kept_and_marked(self, site, run_jobs):
        sent(site, pictures=[SimpleUploadedFile("a.jpg", b"<svg onload=x>", "image/jpeg")])
        while run_jobs():
            pass
        assert Lead.objects.get().pictures.get().state == "unreadable"


class TestPlaces:
    def test_are_offered_while_typing(self, site):
        found = site.get("/sighting/places/?q=austin").json()
        assert found[0]["label"] == "Austin, TX"
        assert found[0]["fill"]["place_lat"]

    @pytest.mark.parametrize("query", ["", "%00", " ", "x" * 500])
    def test_survive_anything(self, site, query):
        assert site.get(f"/sighting/places/?q={query}").status_code == 200

    def test_are_drawn_as_a_map_to_press_on(self, site):
        said = site.get("/sighting/map/TX/").content.decode()
        assert 'data-map-choose="place"' in said
        assert site.get("/sighting/map/ZZ/").status_code == 200


class TestThePublicRole:
    def test_does_all_of_it(self, site, poster, desk, as_public):
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        as_public()
        page = sent(site, f"/p/{poster.code}/sighting/", pictures=[picture()])
        code = code_of(page)
        assert page.status_code == 200 and len(code) == 29
        assert site.post("/receipt/", {"code": code}).status_code == 200
        toll = toll_of(site.post("/receipt/", {"code": code}))
        data = {"code": code, "words": "More.", "toll": toll, "nonce": pay(toll)}
        assert site.post("/receipt/write/", data).status_code == 200
        assert site.get("/sighting/places/?q=aus").status_code == 200

    @pytest.mark.parametrize(
        "table",
        ["hotline_droppedtip", "hotline_droppedpicture", "hotline_lead", "hotline_leadtipster",
         "hotline_leadmessage", "hotline_leadpicture", "hotline_leadreferral"],
    )  # fmt: skip
    def test_reads_none_of_it_back(self, as_public, table):
        from django.db import ProgrammingError, transaction  # noqa: PLC0415

        as_public()
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT 1 FROM {table}")

    def test_cannot_change_or_take_away_an_answer(self, as_public):
        from django.db import ProgrammingError, transaction  # noqa: PLC0415

        as_public()
        for act in (
            lambda: ReleasedReply.objects.update(closed=""),
            lambda: ReleasedReply.objects.all().delete(),
            lambda: ReleasedReply.objects.create(lookup="x", closed="", released_at=timezone.now()),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                act()


class TestTheSourceMark:
    def test_is_another_on_another_day_and_never_the_network(self, rf):
        from porchlight.programmes.hotline.public import limits  # noqa: PLC0415

        request = rf.get("/", REMOTE_ADDR="192.0.2.7")
        now = timezone.now()
        today, tomorrow = (limits.source_of(request, now + timedelta(days=n)) for n in (0, 1))
        assert today == limits.source_of(request, now) != tomorrow
        assert "192" not in today or len(today) == 64
