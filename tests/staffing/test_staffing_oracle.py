"""The formulas against sums in 50 digits, written from the Markov chain and not from the code."""

from __future__ import annotations

import random

import pytest
from mpmath import exp, gammainc, log, loggamma, mp, mpf, quad

from wfm.staffing import erlang_b, erlang_c, service

DIGITS = 50
TIGHT = 1e-11


@pytest.fixture(autouse=True)
def fifty_digits() -> object:
    before = mp.dps
    mp.dps = DIGITS
    yield
    mp.dps = before


def lost_inverse(agents: int, load: mpf) -> mpf:
    """1/B from the recursion 1/B(n) = 1 + n/A 1/B(n-1), upward, as in every textbook."""
    inverse = mpf(1)
    for n in range(1, agents + 1):
        inverse = 1 + n / load * inverse
    return inverse


def lower_gamma(a: mpf, z: mpf) -> mpf:
    term, total, j = mpf(1), mpf(1), 0
    while z >= a + j or term > total * mpf(10) ** -55:
        j += 1
        term *= z / (a + j)
        total += term
    return exp(a * log(z) - z - loggamma(a + 1)) * total


def palm(x: mpf, y: mpf) -> mpf:
    """A(x, y) = x e^y y^-x gamma(x, y)."""
    return exp(y - x * log(y) + loggamma(x + 1)) * lower_gamma(x, y)


def impatient(agents: int, load: mpf, patience: mpf, threshold: mpf) -> dict[str, mpf]:
    """Erlang A as in the design: Pw, P(Ab), service levels; in handle times."""
    x, y = agents * patience, load * patience
    lost, waiting = 1 / lost_inverse(agents, load), palm(x, y)
    waits = lost / (lost + (1 - lost) / waiting)
    rho = load / agents
    abandons = waits * (1 / (rho * waiting) + 1 - 1 / rho)
    u = exp(-threshold / patience)
    everybody = lower_gamma(x, y)
    late = waits * x / y * lower_gamma(x + 1, y * u) / everybody
    virtual = waits * lower_gamma(x, y * u) / everybody
    in_time = 1 - abandons - late
    early = abandons - (virtual * u - late)
    return {
        "wait_probability": waits,
        "abandonment": abandons,
        "service_level": in_time,
        "service_level_answered": in_time / (1 - abandons),
        "service_level_virtual": 1 - virtual,
        "service_level_without_early": in_time / (1 - early),
        "wait_seconds": abandons * patience,
        "occupancy": rho * (1 - abandons),
    }


def settings(count: int, seed: int, largest: float) -> list[tuple[int, float]]:
    rng = random.Random(seed)
    loads = [10 ** rng.uniform(-3, largest) for _ in range(count)]
    return [(max(1, round(load * rng.uniform(0.5, 2))), load) for load in loads]


@pytest.mark.parametrize(("agents", "load"), [*settings(30, 1, 4.3), (100_300, 1e5), (99_000, 1e5)])
def test_erlang_b_and_c_agree_with_fifty_digits(agents: int, load: float) -> None:
    inverse = lost_inverse(agents, mpf(load))
    waits = agents / (mpf(load) + (agents - mpf(load)) * inverse)
    if inverse > 1e300:
        assert erlang_b(agents, load) == erlang_c(agents, load) == 0
        return
    assert abs(mpf(float(erlang_b(agents, load))) * inverse - 1) < TIGHT
    if agents > load:
        assert abs(mpf(float(erlang_c(agents, load))) / waits - 1) < TIGHT


@pytest.mark.parametrize(("agents", "load"), [*settings(40, 2, 3.3), (100_000, 1e5), (50_000, 1e5), (101_000, 1e5)])
def test_erlang_a_agrees_with_fifty_digits(agents: int, load: float) -> None:
    rng = random.Random(agents)
    aht = 2.0**7
    patience = min(10 ** rng.uniform(0, 6.4), 2e4 * aht / load)
    threshold = rng.choice([0.0, 20.0, 10 ** rng.uniform(0, 5.7)])
    found = service(agents, load, aht, interval_seconds=aht, threshold_seconds=threshold, patience_seconds=patience)
    truth = impatient(agents, mpf(load), mpf(patience) / mpf(aht), mpf(threshold) / mpf(aht))
    for name, value in truth.items():
        scale = mpf(aht) if name == "wait_seconds" else mpf(1)
        assert abs(mpf(float(getattr(found, name))) / scale - value) < TIGHT, name
    small = truth["abandonment"]
    assert abs(mpf(float(found.abandonment)) / small - 1) < TIGHT or small < mpf(10) ** -250


@pytest.mark.parametrize(
    ("agents", "load", "patience"), [(10, 12.0, 0.5), (14, 10.0, 1.7), (3, 9.0, 6.0), (60, 20.0, 2.0)]
)
def test_wait_of_the_answered_is_the_integral_over_the_virtual_wait(agents: int, load: float, patience: float) -> None:
    a, p = mpf(load), mpf(patience)

    def density(t: mpf) -> mpf:
        return exp(a * p * (1 - exp(-t / p)) - agents * t)

    points = [0, 1, 4, 16, mpf("inf")]
    everybody = quad(density, points)
    served = quad(lambda t: t * exp(-t / p) * density(t), points) / everybody
    truth = impatient(agents, a, p, mpf(0))
    expected = truth["wait_probability"] * served / (1 - truth["abandonment"])
    found = service(agents, load, 1.0, interval_seconds=1.0, patience_seconds=patience)
    assert abs(mpf(float(found.asa_seconds)) / expected - 1) < TIGHT


def test_the_oracle_itself_agrees_with_mpmath() -> None:
    assert abs(lower_gamma(mpf(7), mpf(9)) - gammainc(7, 0, 9, regularized=True)) < mpf(10) ** -45
