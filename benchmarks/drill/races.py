"""Every duel, round after round, on PostgreSQL."""

from typing import Any


def run(rounds: int) -> dict[str, Any]:
    from benchmarks.drill.duels import Duels, winners
    from benchmarks.drill.review_duels import LOSING, ReviewDuels
    from clinics.models import Treatment
    from quotes.states import IllegalMove
    from staff.models import User

    staff = [User.objects.create_user(username=f"duel-{n}", is_staff=True) for n in range(3)]
    treatments = list(Treatment.objects.listed().checked().order_by("pk")[:1])
    every = {**Duels(treatments, staff[:2]).all(), **ReviewDuels(treatments, staff).all()}
    double = nobody = 0
    for duel in every.values():
        for _round in range(rounds):
            won = winners(duel(), (IllegalMove, *LOSING))
            double += won > 1
            nobody += won == 0
    return {"double_winners": double, "without_winner": nobody, "rounds_each": rounds}
