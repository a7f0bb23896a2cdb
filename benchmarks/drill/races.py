"""Every duel, round after round, on PostgreSQL."""

from typing import Any


def run(rounds: int) -> dict[str, Any]:
    from benchmarks.drill.duels import Duels, winners
    from clinics.models import Treatment
    from staff.models import User

    staff = [User.objects.create_user(username=f"duel-{n}", is_staff=True) for n in range(2)]
    duels = Duels(list(Treatment.objects.listed().checked().order_by("pk")[:1]), staff)
    double = nobody = 0
    for duel in duels.all().values():
        for _round in range(rounds):
            won = winners(duel())
            double += won > 1
            nobody += won == 0
    return {"double_winners": double, "without_winner": nobody, "rounds_each": rounds}
