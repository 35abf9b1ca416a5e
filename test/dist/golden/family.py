"""What golden.py knows of one family, and the numbers that it makes of it. Everything is mpmath at 50 digits."""

import math
from dataclasses import dataclass, field
from typing import Any, Callable

import mpmath as mp
import numpy as np

mp.mp.dps = 50
inf = mp.inf

QUANTILES = [1e-30, 1e-5, 0.1, 0.2501, 0.4999, 0.7, 0.99, 1 - 2**-20]


@dataclass
class Family:
    """One parameterisation, under the name that it has in test/dist/cases. All functions take the parameters in their order.

    `cdf`, `icdf` and the moments are those of Kiln's members; `reference` is SciPy's distribution, which has to agree. `floors`
    has the sizes below which errors count as absolute, as functions of the parameters: of a member, or of the derivative by a
    parameter (by default 1 over that parameter's size, and 0 for vectors, of which the largest derivative counts). `slopes` lists what
    derivatives are taken by; `kinds` names how entries of a container may
    move: lower, diagonal (without the first), symmetric, simplex.
    """

    name: str
    log: Callable
    rows: list = field(default_factory=list)
    cdf: Callable | None = None
    icdf: Callable | None = None
    mean: Callable | None = None
    variance: Callable | None = None
    entropy: Callable | None = None
    reference: Callable | None = None
    floors: dict = field(default_factory=dict)
    slopes: tuple | None = None
    kinds: dict = field(default_factory=dict)
    is_discrete: bool = False
    cdf_slopes: bool = False

    def at(self, params: dict, *values: Any, **options: Any) -> 'Family':
        """One more row. `far` leaves SciPy and, without `icdf`, quantiles out; `only` names what is taken beside the log density;
        `shares` are those of the quantiles; `at_ends` says that values lie where the distribution function has a kink."""
        self.rows.append((params, list(values), options))
        return self


def f32(x):
    return [f32(each) for each in x] if isinstance(x, (list, tuple)) else float(np.float32(x))


def exact(x):
    return [exact(each) for each in x] if isinstance(x, list) else mp.mpf(x)


def plain(x):
    """As JSON has it: 12 digits, and words for what is not finite."""
    if isinstance(x, (list, tuple)):
        return [plain(each) for each in x]
    try:
        x = float(mp.re(x))
    except OverflowError:
        return 'Infinity'
    if math.isfinite(x):
        return float(f'{x:.12g}')
    return 'NaN' if math.isnan(x) else 'Infinity' if x > 0 else '-Infinity'


def invert(cdf, density, start, q):
    """Newton's method from float64's answer: each step doubles its digits."""
    x = mp.mpf(float(start))
    for _ in range(4):
        x -= (cdf(x) - q) / density(x)
    return x


def moved(x, place, step, kind):
    """`x` with the entry at `place` moved; a symmetric matrix stays one."""
    if not place:
        return x + step
    first, *rest = place
    out = list(x)
    out[first] = moved(out[first], rest, step, kind)
    if kind == 'symmetric' and len(place) == 2 and place[0] != place[1]:
        out[place[1]] = list(out[place[1]])
        out[place[1]][place[0]] += step
    return out


def places(x, kind, prefix=()):
    if not isinstance(x, list):
        i, j = prefix[-2:] if kind in ('lower', 'symmetric', 'diagonal') else (0, 0)
        return [prefix] if (i == j > 0 if kind == 'diagonal' else j <= i) else []
    return [place for i, each in enumerate(x) for place in places(each, kind, (*prefix, i))]


def entry(x, place):
    return entry(x[place[0]], place[1:]) if place else x


def derivative(f, x, kind=None, length=None):
    """By a number, or by each free entry of a container: those of others are 0."""

    def by(place):
        at = abs(entry(x, place))
        if mp.isinf(at):
            return mp.mpf(0)
        step = (length or at or mp.mpf(1)) * mp.mpf(10) ** -16
        return (f(moved(x, place, step, kind)) - f(moved(x, place, -step, kind))) / (2 * step)

    if not isinstance(x, list):
        return by(())
    found = {place: by(place) for place in places(x, kind)}
    if kind == 'simplex':
        mean = sum(found.values()) / len(found)
        found = {place: d - mean for place, d in found.items()}

    def rebuilt(y, prefix):
        if not isinstance(y, list):
            return found.get(prefix, mp.mpf(0))
        return [rebuilt(each, (*prefix, i)) for i, each in enumerate(y)]

    return rebuilt(x, ())


def length_of(family, name, x, args):
    """Over which the log density changes: where the family states it, smaller than the argument itself."""
    if isinstance(x, list) or name not in family.floors:
        return None
    floor = mp.mpf(floor_of(family, name, x, args))
    return 1 / floor if floor and not isinstance(args[0], list) else None


def floor_of(family, name, x, args):
    return family.floors[name](x, *args) if name == 'value' else family.floors[name](*args)


def slope_of(f, x, args, i):
    """The derivative of f(x, *args) by its argument number i."""
    whole = [x, *args]
    return derivative(lambda t: f(*whole[:i], t, *whole[i + 1 :]), whole[i])


def quantile_rows(family, args, values, shares):
    """Pairs of a share and the quantile: for discrete families shares in the middle of a jump that float32 can tell."""
    if not family.is_discrete:
        qs = f32(shares)
        return qs, [family.icdf(mp.mpf(q), *args) for q in qs]
    pairs = []
    for x in values:
        low, high = (mp.mpf(family.cdf(mp.mpf(v), *args)) for v in (x - 1, x))
        q = mp.mpf(f32(float((low + high) / 2)))
        if low * (1 + 1e-3) < q < high * (1 - 1e-3) and q < 1 - (1 - low) * 1e-3 and 1 - q > (1 - high) * 1.001 + 1e-5:
            pairs.append((float(q), x))
    return [q for q, _ in pairs], [x for _, x in pairs]


def check(ours, theirs, what):
    if not (abs(float(ours) - theirs) <= 1e-9 * (1 + abs(theirs))):
        raise SystemExit(f'{what}: {ours} here, {theirs} in SciPy')


def check_row(family, params, values, row_logs, row_cdfs):
    theirs = family.reference(*params.values())
    log = getattr(theirs, 'logpmf' if hasattr(theirs, 'logpmf') else 'logpdf')
    for i, x in enumerate(values):
        at = np.array(x)
        check(row_logs[i], float(log(at)), f'{family.name} {params} log density at {x}')
        if row_cdfs and hasattr(theirs, 'cdf'):
            check(row_cdfs[i], float(theirs.cdf(at)), f'{family.name} {params} cdf at {x}')
    args = exact(list(params.values()))
    for member, of in (('mean', 'mean'), ('variance', 'var')):
        ours = getattr(family, member)
        if ours is None or not hasattr(theirs, of):
            continue
        value = ours(*args)
        if not isinstance(value, list) and mp.isfinite(value):
            check(1 if value == 0 else value / value, 1 if value == 0 else float(getattr(theirs, of)() / float(value)), member)


def row_of(family, given, given_values, options):
    params = {name: f32(x) for name, x in given.items()}
    values = [f32(x) for x in given_values]
    args = [exact(x) for x in params.values()]
    wanted = options.get('only', ('cdf', 'icdf', 'mean', 'variance', 'entropy', 'slopes'))
    row = {'family': family.name, 'params': {n: plain(x) if x in (inf, -inf) else x for n, x in params.items()}, 'values': values}
    logs = [family.log(exact(x), *args) for x in values]
    row['logProb'] = [plain(x) for x in logs]
    cdfs = None
    if family.cdf and 'cdf' in wanted:
        cdfs = [family.cdf(exact(x), *args) for x in values]
        row['cdf'] = plain(cdfs)
    if family.reference and not options.get('far'):
        check_row(family, params, values, logs, cdfs)
    names = [] if 'slopes' not in wanted else (family.slopes if family.slopes is not None else ['value', *params])
    slopes = {}
    for name in names:
        i = list(params).index(name) if name != 'value' else None

        def of(t, x, i=i):
            return family.log(t, *args) if i is None else family.log(x, *(t if j == i else a for j, a in enumerate(args)))

        slopes[name] = [
            plain(derivative(lambda t: of(t, exact(x)), exact(x) if i is None else args[i], family.kinds.get(name), length_of(family, name, exact(x), args)))
            for x in values
        ]
    row['slopes'] = slopes
    if cdfs and family.cdf_slopes and not options.get('at_ends'):
        row['cdfSlopes'] = {name: [plain(slope_of(family.cdf, exact(x), args, i)) for x in values] for i, name in enumerate(['value', *params])}
    if family.icdf and 'icdf' in wanted and not (options.get('far') and not options.get('icdf')):
        row['shares'], quantiles = quantile_rows(family, args, values, options.get('shares', QUANTILES))
        row['icdf'] = plain(quantiles)
    for member in ('mean', 'variance', 'entropy'):
        formula = getattr(family, member)
        if formula is not None and member in wanted:
            row[member] = plain(formula(*args))
    floors = {name: plain(floor(*args)) for name, floor in family.floors.items() if name in {*slopes, *row} and name != 'value'}
    if 'value' in family.floors and 'value' in slopes:
        floors['value'] = [plain(floor_of(family, 'value', exact(x), args)) for x in values]
    for name in slopes:
        if name in floors:
            continue
        if name == 'value':
            # One over the size of each value, or 0 of vectors.
            if not isinstance(values[0], list):
                floors[name] = [plain(1 / abs(mp.mpf(x))) if x else 1 for x in values]
        elif not isinstance(params[name], list):
            size = abs(mp.mpf(params[name]))
            floors[name] = plain(1 / size) if size and mp.isfinite(size) else 1
    row['floors'] = floors
    if family.kinds:
        row['kinds'] = family.kinds
    return row
