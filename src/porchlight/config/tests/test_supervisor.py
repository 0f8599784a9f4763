"""Children are kept running, and stopped with their parent."""

import sys
import time

from porchlight.config.supervisor import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit(3)"]


class TestChild:
    def test_starts_once_and_stops(self):
        child = Child("sleeper", SLEEP, {})
        child.keep_running()
        first = child.process
        child.keep_running()
        assert child.process is first
        child.stop()
        assert first.poll() is not None

    def test_waits_longer_after_each_failure(self):
        child = Child("failing", FAIL, {})
        child.keep_running()
        child.process.wait(20)
        child.keep_running()
        assert child.process is None
        assert child.not_before > time.monotonic()
        assert child.wait == 2.0

    def test_starts_again_at_once_what_had_run_for_a_while(self):
        child = Child("failing", FAIL, {}, wait=16.0)
        child.keep_running()
        child.process.wait(20)
        later = child.started + 20
        child.keep_running(lambda: later)
        assert child.process is not None
        assert (child.wait, child.started) == (1.0, later)
        child.process.wait(20)

    def test_starts_again_when_killed(self):
        child = Child("sleeper", SLEEP, {}, wait=0.0)
        child.keep_running()
        child.process.kill()
        child.process.wait(20)
        child.keep_running()
        assert child.process.poll() is None
        child.stop()
