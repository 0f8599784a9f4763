"""
Run in a process of its own: fills a fresh database with a member, its key and random entries,
and prints as JSON what a client needs to sign in.
"""

import json
import secrets
import sys
from datetime import UTC, datetime, timedelta

from porchlight.config.cli import prepare

prepare()

from porchlight.demo.cast import enter  # noqa: E402
from porchlight.house.accounts.actions.keys import issue_key  # noqa: E402
from porchlight.house.accounts.machines import viewer_of  # noqa: E402
from porchlight.house.accounts.queries import viewer_for  # noqa: E402
from porchlight.programmes.hashes.actions import exchange, members  # noqa: E402
from porchlight.programmes.hashes.rules.exchange import Contribution  # noqa: E402
from porchlight.programmes.hashes.rules.vocabulary import Kind, Media  # noqa: E402


def contributions(count: int, media: Media) -> list[Contribution]:
    """Entries of random hashes."""
    kind, size = (Kind.PDQ, 32) if media is Media.IMAGE else (Kind.MD5, 16)
    return [
        Contribution(
            f"{media}-{number}",
            media,
            "A1" if number % 2 else "B2",
            ((kind, secrets.token_bytes(size)), (Kind.SHA1, secrets.token_bytes(20))),
        )
        for number in range(count)
    ]


def main(number_of_images: int, number_of_videos: int, number_gone: int) -> None:
    """Enter the members, share the entries, withdraw the first of them."""
    now = datetime.now(UTC) - timedelta(hours=2)
    cast = enter(now=now)
    administrator = viewer_for(cast.administrator)
    told = {}
    for name, agency in (("sender", cast.sheriff), ("reader", cast.tribal_police)):
        member = members.add_member(agency.id, by=administrator, now=now)
        members.grant_access(
            member.id, "industry", may_contribute=name == "sender", by=administrator, now=now
        )
        key, secret = issue_key(agency.id, name, "provider_system", by=administrator, now=now)
        told[name] = {"user": key.username, "secret": secret, "member": member.id}
        if name == "sender":
            machine = viewer_of(key)
    images = contributions(number_of_images, Media.IMAGE)
    videos = contributions(number_of_videos, Media.VIDEO)
    for start in range(0, number_of_images, 1000):
        exchange.contribute("industry", images[start : start + 1000], by=machine, now=now)
    exchange.contribute("industry", videos, by=machine, now=now + timedelta(minutes=20))
    gone = [each.id for each in images[:number_gone]]
    exchange.withdraw("industry", gone, by=machine, now=now + timedelta(minutes=30))
    told["pdq"] = [each.fingerprints[0][1].hex() for each in images[number_gone:]]
    told["md5"] = [each.fingerprints[0][1].hex() for each in videos]
    sys.stdout.write("TOLD " + json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
