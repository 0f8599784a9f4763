import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from porchlight.programmes.cybertips.rules.receipts import (
    Held,
    NotGenuine,
    payload,
    sign,
    verified,
)
from porchlight.programmes.cybertips.tests.samples import NOW

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
SAID = payload(
    report_id=2**52,
    sender="pond-1",
    document_sha256="ab" * 32,
    files=(Held("f2", "cd" * 32, 5), Held("f1", "ef" * 32, 3)),
    received_at=NOW,
    issuer="Invented Clearinghouse",
)
RECEIPT = sign(SAID, KEY)


class TestAReceipt:
    def test_says_what_was_received(self):
        assert verified(RECEIPT, [OTHER.public_key(), KEY.public_key()]) == SAID
        assert SAID["files"] == 2

    def test_stays_short_enough_for_a_header(self):
        assert len(RECEIPT) < 1000

    def test_is_refused_when_another_key_signed(self):
        with pytest.raises(NotGenuine):
            verified(RECEIPT, [OTHER.public_key()])

    @given(st.integers(0, len(RECEIPT) - 1), st.sampled_from("Aa0-_.~é"))
    def test_is_refused_after_any_change(self, at, sign_put):
        changed = RECEIPT[:at] + sign_put + RECEIPT[at + 1 :]
        if changed == RECEIPT:
            return
        with pytest.raises(NotGenuine):
            verified(changed, [KEY.public_key()])

    def test_has_one_spelling_only(self):
        for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz":
            if last != RECEIPT[-1]:
                with pytest.raises(NotGenuine):
                    verified(RECEIPT[:-1] + last, [KEY.public_key()])

    @given(st.text(max_size=80))
    def test_is_not_any_other_text(self, text):
        with pytest.raises(NotGenuine):
            verified(text, [KEY.public_key()])
