import time

import pytest

from trust.services import circuit


@pytest.fixture
def one(monkeypatch):
    monkeypatch.setattr(circuit, "_circuits", {})
    return circuit.Circuit("Thing", instead="without it", errors=(OSError,), probe=lambda: "")


def away():
    raise OSError


def test_a_failure_is_answered_instead_and_told(one):
    assert one.ask(lambda: 1, None) == 1
    assert one.ask(away, 7) == 7
    assert one.is_open()


def test_it_is_left_alone_then_tried_by_one_caller_only(one, monkeypatch):
    one.ask(away, None)
    assert one.ask(lambda: pytest.fail("was asked"), 7) == 7
    later = time.monotonic() + circuit.PAUSE_SECONDS + 1
    monkeypatch.setattr(circuit.time, "monotonic", lambda: later)
    assert one.may_ask()
    assert not one.may_ask()
    one.worked()
    assert one.may_ask() and one.may_ask()


def test_a_mistake_of_ours_is_not_hidden(one):
    with pytest.raises(ValueError):
        one.ask(lambda: int("x"), None)
    assert not one.is_open()


def test_degraded_asks_what_nobody_asked_before(one):
    assert circuit.degraded() == []
    one.probe = away
    assert circuit.degraded() == ["Thing is away: without it"]
    one.worked()
    one.probe = lambda: "behind"
    assert circuit.degraded() == ["Thing is behind: without it"]
