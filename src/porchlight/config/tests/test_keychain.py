import pytest

from porchlight.config import keychain
from porchlight.core.viewer import house_viewer
from porchlight.house.files import actions, keys, queries
from porchlight.house.files.keys import Compartment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own(settings, tmp_path, now):
    """Keys of its own."""
    settings.SEALING_KEYS, settings.OPENING_KEYS = tmp_path / "sealing", tmp_path / "opening"
    keys.make_missing(now=now)


def vault():
    return [line for line in keychain.listed() if line.startswith("vault")]


class TestKeychain:
    def test_lists_renews_and_destroys(self, now, django_capture_on_commit_callbacks):
        file = actions.keep(
            b"bytes", compartment=Compartment.VAULT, by=house_viewer("test"), now=now
        )
        [line] = vault()
        assert line.endswith("opens  1 files")
        old = file.key.key_id
        with pytest.raises(keychain.Refused, match="Make a new one first"):
            keychain.destroy("vault", old, now=now)
        assert "1 files wrapped anew" in keychain.renew("vault", now=now.replace(year=2027))
        assert keychain.rewrap("vault", now=now) == "0 files wrapped anew."
        with django_capture_on_commit_callbacks(execute=True):
            assert old in keychain.destroy("vault", old, now=now)
        [line] = vault()
        assert old not in line
        assert b"".join(queries.unsealed(file).parts(0, 5)) == b"bytes"

    def test_says_which_key_is_missing(self, now, settings, tmp_path):
        actions.keep(b"bytes", compartment=Compartment.VAULT, by=house_viewer("test"), now=now)
        settings.OPENING_KEYS = tmp_path / "elsewhere"
        assert "does not open here" in vault()[0]
        assert queries.missing_keys() == [f"vault.{vault()[0].split()[1]}"]
        keys.keyring().make(Compartment.VAULT, now=now.replace(year=2027))
        with pytest.raises(keychain.Refused, match="missing"):
            keychain.rewrap("vault", now=now)
