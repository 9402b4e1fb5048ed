import time

from realtime.effort import Effort


def test_who_waits_is_not_busy_and_who_counts_is() -> None:
    waiting = Effort()
    time.sleep(0.05)
    assert waiting.share() < 0.5
    counting = Effort()
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    assert counting.share() > waiting.share()
