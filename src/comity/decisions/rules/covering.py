"""The fewest changes that meet demands: which states, if each of them adds so much to each of several sums.

A search by branches and bounds, in whole numbers. It takes the change that adds most, or leaves it for good, and so
on; a branch is left as soon as even the best that remains cannot meet the demands. What *the best* is, is clear for
one demand: the largest additions. Of several, none may be missed alone, nor taken together at any prices: were each
sum bought at its price, the dearest changes that are still allowed would have to be worth what is still asked. The
prices are found by raising those of sums that the dearest changes miss (Polyak's step, as for the dual of a linear
programme); any prices are valid, only good ones tell more. By the same bound, a change that is cheaper than the
cheapest of the dearest by more than is to spare cannot be part of any solution.

The bound is as sharp as a linear programme's: it leaves undecided little more than as many changes as there are
demands. So sixty states of most weights take some thousands of looks where there are 2^60 sets; and it finds them
all, as it never leaves a branch that holds one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

EFFORT = 300_000
"""So many offers are looked at, at most, for one question: a fraction of a second."""
STEPS = 12
"""So often prices are mended before a branch is divided."""
STRIDE = 1.7
"""Beyond Polyak's step, which only just reaches the bound; convergence needs less than 2."""
UNIT = 1_000_000
"""Prices are whole numbers, so that the bound is exact; they add up to about that."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A change that any state of a pool can make, and what it adds to each sum."""

    pool: int
    adds: tuple[int, ...]


Choice = tuple[int, ...]
"""Offers by their number; one that several states take, several times."""


class Exhausted(Exception):
    """More would have to be looked at than the effort allows."""


class Effort:
    """What is left to be spent on a question."""

    def __init__(self) -> None:
        self.left = EFFORT

    def spend(self, looks: int) -> None:
        """Raises Exhausted if that is not left."""
        self.left -= looks
        if self.left < 0:
            raise Exhausted


class Cover:
    """The question: which offers, each state of a pool taking one at most, add as much as is missing?"""

    def __init__(self, missing: tuple[int, ...], offers: list[Offer], pools: list[int]) -> None:
        """pools: how many states each has."""
        largest = [max([1, *(abs(offer.adds[row]) for offer in offers)]) for row in range(len(missing))]
        # Prices tell more where the sums are of like size, as millions of people and a number of states are not.
        factors = [max(largest) // one for one in largest]
        self.missing = tuple(times(missing, factors))
        self.offers = [Offer(offer.pool, tuple(times(offer.adds, factors))) for offer in offers]
        self.pools = pools
        self.alone = [[int(row == other) for other in range(len(missing))] for row in range(len(missing))]

    def choices(self, size: int, effort: Effort) -> Iterator[Choice]:
        """Every choice of at most so many that suffices, except that nothing is added to one that does.

        Raises Exhausted, perhaps after having given some.
        """
        whole = Branch(list(range(len(self.offers))), self.pools, size, self.missing)
        yield from self._under(whole, [UNIT] * len(self.missing), effort)

    def _under(self, branch: "Branch", prices: list[int], effort: Effort) -> Iterator[Choice]:
        if max(branch.missing, default=0) <= 0:
            yield ()
            return
        if not branch.size:
            return
        prices = self._bounded(branch, prices, effort)
        if branch.offers:
            first = branch.offers[0]
            for more in self._under(branch.taking(first, self.offers), prices, effort):
                yield (first, *more)
            yield from self._under(branch.leaving(first), prices, effort)

    def _bounded(self, branch: "Branch", prices: list[int], effort: Effort) -> list[int]:
        """Strike from the branch what cannot be part of a solution, perhaps everything; the prices that showed it."""
        for step in range(STEPS):
            short = self._struck(branch, prices, effort)
            if not branch.offers or max(short) <= 0:
                break
            # What cannot be reached alone is missed at any prices: that is looked at once.
            for alone in (one for one, missed in zip(self.alone, short, strict=True) if missed > 0 and not step):
                self._struck(branch, alone, effort)
            prices = mended(prices, short)
        return prices

    def _struck(self, branch: "Branch", prices: list[int], effort: Effort) -> list[int]:
        effort.spend(len(branch.offers))
        return branch.strike(self.offers, prices)


@dataclass(slots=True)
class Branch:
    """What is still open after some offers were taken, and others left.

    pools     how many states of each can still take an offer
    size      how many offers may still be taken
    missing   what they have to add to each sum
    """

    offers: list[int]
    pools: list[int]
    size: int
    missing: tuple[int, ...]

    def taking(self, number: int, offers: list[Offer]) -> "Branch":
        pool, adds = offers[number].pool, offers[number].adds
        pools = [free - (place == pool) for place, free in enumerate(self.pools)]
        others = [other for other in self.offers if pools[offers[other].pool]]
        missing = tuple([one - added for one, added in zip(self.missing, adds, strict=True)])
        return Branch(others, pools, self.size - 1, missing)

    def leaving(self, number: int) -> "Branch":
        others = [other for other in self.offers if other != number]
        return Branch(others, self.pools, self.size, self.missing)

    def strike(self, offers: list[Offer], prices: list[int]) -> list[int]:
        """Keep the offers, dearest first, that at such prices can be of use; what the dearest would leave missing."""
        worth = {number: sum(times(offers[number].adds, prices)) for number in self.offers}
        self.offers.sort(key=worth.__getitem__, reverse=True)
        dearest = self._dearest(offers, worth)
        added = [sum(sums) for sums in zip(*(offers[number].adds for number in dearest), strict=True)]
        short = [one - more for one, more in zip(self.missing, added, strict=True)] if dearest else list(self.missing)
        to_spare = -sum(times(short, prices))
        cheapest = worth[dearest[-1]] if len(dearest) == self.size else 0
        useful = [number for number in self.offers if worth[number] >= cheapest - to_spare]
        self.offers = useful if to_spare >= 0 else []
        return short

    def _dearest(self, offers: list[Offer], worth: dict[int, int]) -> list[int]:
        """As many as may be taken and are worth something, each as often as its pool allows."""
        found: list[int] = []
        free = self.pools.copy()
        for number in self.offers:
            pool = offers[number].pool
            taken = min(free[pool], self.size - len(found)) if worth[number] > 0 else 0
            free[pool] -= taken
            found += [number] * taken
            if len(found) == self.size:
                break
        return found


def mended(prices: list[int], short: list[int]) -> list[int]:
    """Prices at which what the dearest offers missed is worth more, and what they had to spare less."""
    step = STRIDE * (1 - sum(times(short, prices))) / sum(one * one for one in short)
    moved = [max(0.0, price + step * one) for price, one in zip(prices, short, strict=True)]
    whole = sum(moved)
    return [round(UNIT * one / whole) for one in moved] if whole else prices


def times(these: Sequence[int], those: Sequence[int]) -> list[int]:
    return [one * other for one, other in zip(these, those, strict=True)]
