"""The tables, and every possible move tried on real rows."""

import itertools

import pytest
from django.utils import timezone

from quotes import states
from quotes.actions.moving import move
from quotes.models import Answer, QuoteRequest, Recipient, Transition
from quotes.states import IllegalMove
from tests.quotes.factories import answered, fresh_answer, recipients, submit

pytestmark = pytest.mark.django_db

CASES = [
    (machine, before, after)
    for machine, table in states.MACHINES.items()
    for before, after in itertools.product(table, repeat=2)
]
OUTCOME = {"outcome": "none", "closed_at": timezone.now}


def _row(machine: str):
    if machine == "request":
        return submit()
    request = answered()
    return recipients(request)[0] if machine == "recipient" else fresh_answer(request)


def _columns(machine: str, state: str) -> dict:
    """What the constraints ask for in that state."""
    if machine != "request":
        return {}
    now = timezone.now()
    values = {"confirmed_at": None if state == "unconfirmed" else now}
    if state in {"closed", "erased"}:
        values |= {"outcome": "none", "closed_at": now}
    if state == "erased":
        values |= dict.fromkeys(["email", "message", "condition", "facts"])
        values |= {"email_digest": "", "country": "", "erased_at": now}
    return values


@pytest.mark.parametrize(("machine", "before", "after"), CASES)
def test_each_move_follows_the_table(machine, before, after):
    row = _row(machine)
    type(row).objects.filter(pk=row.pk).update(state=before, **_columns(machine, before))
    row.refresh_from_db()
    count = Transition.objects.count()
    if states.allows(machine, before, after):
        move(row, after, role="system", **_columns(machine, after))
        row.refresh_from_db()
        assert row.state == after
        assert Transition.objects.count() == count + 1
        last = Transition.objects.of(row).last()
        assert (last.from_state, last.to_state) == (before, after)
    else:
        with pytest.raises(IllegalMove):
            move(row, after, role="system")
        row.refresh_from_db()
        assert row.state == before
        assert Transition.objects.count() == count


def test_a_move_of_a_stale_row_is_refused_and_shows_how_it_stands():
    request = submit()
    stale = QuoteRequest.objects.get(pk=request.pk)
    move(request, "checking", role="patient", confirmed_at=timezone.now())
    with pytest.raises(IllegalMove) as caught:
        move(stale, "checking", role="patient", confirmed_at=timezone.now())
    assert caught.value.row.state == "checking"


@pytest.mark.parametrize(
    ("machine", "model"), [("request", QuoteRequest), ("recipient", Recipient), ("answer", Answer)]
)
def test_the_tables_name_the_states_of_the_models(machine, model):
    assert set(states.MACHINES[machine]) == set(model.State.values)


@pytest.mark.parametrize("machine", states.MACHINES)
def test_every_state_can_be_reached_and_the_diagram_names_it(machine):
    table = states.MACHINES[machine]
    first = next(iter(table))
    reached, waiting = {first}, [first]
    while waiting:
        for state in table[waiting.pop()] - reached:
            reached.add(state)
            waiting.append(state)
    assert reached == set(table)
    assert all(state in states.diagram(machine) for state in table)


def test_the_message_of_an_illegal_move_holds_no_personal_data():
    request = submit()
    assert "example.org" not in str(IllegalMove(request, "open"))
