"""
Run in a process of its own: fills a fresh database with lists, a series and a compared set, signs
four people in, and prints their cookies as JSON. All hashes are random.
"""

import json
import secrets
import sys
from datetime import UTC, date, datetime, timedelta

from porchlight.config.cli import prepare

prepare()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from porchlight.demo.cast import Cast, enter  # noqa: E402
from porchlight.house.accounts import sessions  # noqa: E402
from porchlight.house.accounts.actions.keys import issue_key  # noqa: E402
from porchlight.house.accounts.machines import viewer_of  # noqa: E402
from porchlight.house.accounts.queries import viewer_for  # noqa: E402
from porchlight.house.directory.models import Agency  # noqa: E402
from porchlight.programmes.cybertips import actions as tips  # noqa: E402
from porchlight.programmes.cybertips.actions import (  # noqa: E402
    preserving,
    referring,
    rules,
    work,
)
from porchlight.programmes.cybertips.jobs import DESK  # noqa: E402
from porchlight.programmes.hashes import jobs  # noqa: E402
from porchlight.programmes.hashes.actions import (  # noqa: E402
    exchange,
    lists,
    members,
    series,
    submissions,
)
from porchlight.programmes.hashes.actions.series import SeriesFacts  # noqa: E402
from porchlight.programmes.hashes.rules.exchange import Contribution  # noqa: E402
from porchlight.programmes.hashes.rules.hash_sets import HashSet, Item  # noqa: E402
from porchlight.programmes.hashes.rules.vocabulary import Kind, Media  # noqa: E402

TIP = json.dumps(
    {
        "incidentSummary": {
            "incidentType": "Online Enticement of Children for Sexual Acts",
            "platform": "Chatterbee",
            "incidentDateTime": "2026-10-01T00:00:00Z",
        },
        "reporter": {"reportingPerson": {"lastName": "Sandoval", "email": ["legal@bee.example"]}},
        "personOrUserReported": [
            {
                "espIdentifier": "u-7",
                "screenName": "Shadow",
                "ipCaptureEvent": [
                    {"ipAddress": "8.8.8.8", "dateTime": "2026-10-01T00:00:00Z", "port": 443}
                ],
            }
        ],
        "victim": [{"victimPerson": {"age": 12}, "screenName": "wren.v"}],
    }
)
PEOPLE = ("analyst", "supervisor", "administrator", "advocate", "officer", "provider")


def prints() -> tuple[tuple[Kind, bytes], ...]:
    """Random fingerprints of one file."""
    return ((Kind.MD5, secrets.token_bytes(16)), (Kind.PDQ, secrets.token_bytes(32)))


def items(count: int) -> list[Item]:
    """Files of a set."""
    return [
        Item(dict(prints()), f"IMG_{number}", 1, Media.VIDEO if number % 4 == 0 else Media.IMAGE)
        for number in range(1, count + 1)
    ]


def main() -> None:
    """Let the cast do what the pages show."""
    now = datetime.now(UTC) - timedelta(hours=3)
    cast = enter(now=now)
    by = {name: viewer_for(getattr(cast, name)) for name in PEOPLE}
    member = members.add_member(cast.tribal_police.id, by=by["administrator"], now=now)
    for code in ("industry", "law_enforcement"):
        members.grant_access(member.id, code, may_contribute=True, by=by["administrator"], now=now)
    key, _ = issue_key(
        cast.tribal_police.id, "Exchange", "partner_system", by=by["administrator"], now=now
    )
    given = [Contribution(f"case-{number}", Media.IMAGE, "B1", prints()) for number in range(1, 30)]
    exchange.contribute("industry", given, by=viewer_of(key), now=now)
    (entry,) = lists.propose_entries(
        "ngo",
        [Contribution("20260301-4f1c", Media.IMAGE, "A2", prints())],
        source="Report 118",
        by=by["analyst"],
        now=now,
    )
    lists.review_entry(entry.id, belongs=True, classification="A2", by=by["supervisor"], now=now)
    kite, boat = items(6), items(9)
    facts = SeriesFacts(
        "Blue kite", 2, date(2025, 11, 4), cast.tribal_police.id, "RW-22-0310",
        "Det. Owen Pike", "+15055550172", "pike@redwillow.example",
    )  # fmt: skip
    first = series.open_series(facts, by=by["analyst"], now=now)
    second = series.open_series(SeriesFacts("Paper boat"), by=by["analyst"], now=now)
    for row, files in ((first, kite), (second, boat)):
        series.extend_series(row.id, files, source="set", by=by["analyst"], now=now)
    jobs.index_waiting(now=now)
    series.wish_notice(
        first.id, "V-0031", "A letter to her lawyer; no calls.", by=by["advocate"], now=now
    )
    sent = HashSet("csv", "phone.csv", [*kite[:4], *boat[:2], *items(40)], left_out=1)
    done = submissions.submit_set("24-117", "phone.csv", sent, by=by["officer"], now=now)
    jobs.compare_set(submission_id=done.id, now=now)
    waits = submissions.submit_set("24-131", "tablet.csv", sent, by=by["officer"], now=now)
    filed = reports(cast, now)
    told = {name: cookie(getattr(cast, name)) for name in PEOPLE}
    told |= {"entry": entry.id, "series": first.id, "set": done.id, "waiting": waits.id}
    told |= filed
    told["hash"] = kite[0].hashes[Kind.PDQ].hex()
    sys.stdout.write("TOLD " + json.dumps(told) + "\n")


def reports(cast: Cast, now: datetime) -> dict[str, object]:
    """Two reports on one invented account, the second given to the sheriff with a package."""
    company = Agency.objects.create(kind="provider", name="Chatterbee", created_at=now)
    company.verified_at, company.verified_by = now, cast.supervisor
    company.save()
    cast.provider.agency = company
    cast.provider.save()
    by, desk = viewer_for(cast.provider), viewer_for(cast.analyst)
    numbers = []
    for content in (secrets.token_bytes(400), secrets.token_bytes(900)):
        number = tips.submit_report(TIP.encode(), form="json", by=by, now=now).report_id or 0
        tips.upload_file(number, [content], name="a.bin", by=by, now=now)
        tips.finish_report(number, by=by, now=now)
        tips.triage_report(number, by=DESK, now=now)
        preserving.preserve_report(number, by=DESK, now=now)
        numbers.append(number)
    work.add_supplement(numbers[1], "The same person writes on Pond.", by=desk, now=now)
    given = referring.refer_report(numbers[1], cast.sheriff.id, by=desk, now=now)
    draft = rules.draft_rules(
        rules.Draft("2026-12-01", "Trafficking comes first", {"trafficking": 60}), by=desk, now=now
    )
    trial = rules.try_rules(draft.id, 500, by=desk, now=now)
    rules.run_trial(trial.id, by=DESK, now=now)
    return {"report": numbers[1], "other": numbers[0], "given": given.code, "rules": draft.id}


def cookie(account: object) -> str:
    """Sign somebody in as the second step does; return the cookie's value."""
    client = Client()
    client.force_login(account, backend=sessions.BACKEND)
    session = client.session
    sessions.mark(session, factors=2, now=datetime.now(UTC))
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
