from realtime.heartbeat import Heartbeat


class Counted:
    def __init__(self) -> None:
        self.beats = 0

    def beat(self) -> None:
        self.beats += 1


def test_everybody_is_pinged_once_a_round_spread_over_it() -> None:
    heart = Heartbeat(5)
    early, late = Counted(), Counted()
    heart.add(early)
    heart.beat()
    slot = heart.add(late)
    seen = []
    for _ in range(5):
        heart.beat()
        seen.append((early.beats, late.beats))
    assert seen == [(0, 0), (0, 0), (0, 0), (1, 0), (1, 1)]
    heart.remove(late, slot)
    heart.remove(late, slot)
    for _ in range(5):
        heart.beat()
    assert (early.beats, late.beats) == (2, 1)
