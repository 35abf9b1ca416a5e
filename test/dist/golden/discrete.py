"""Discrete families and their continuous relaxations."""

import numpy as np
from scipy import stats

from family import Family, mp
from positive import logit, sigmoid


def lg(x):
    return mp.loggamma(x)


def times_log(k, p):
    return k * mp.log(p) if k else mp.mpf(0)


def of_choice(by_chances, by):
    """From a function of (.., p, 1 - p) one of (.., probs) or (.., logits)."""
    chances = (lambda p: (p, 1 - p)) if by == 'probs' else (lambda l: (sigmoid(l), sigmoid(-l)))
    return lambda *a: by_chances(*a[:-1], *chances(a[-1]))


# The spread of the derivative by the logits is that of the value, and 1 at most for a single choice.
ONE = {'logits': lambda *_: 1, 'probs': lambda *a: 1 / (a[-1] * (1 - a[-1])) if 0 < a[-1] < 1 else 1}


def count_family(name, log, *, slopes, reference=None, cdf=None, **options):
    """A family of counts, with SciPy's distribution function where it has one."""

    def of_reference(k, *a):
        return mp.mpf(float(reference(*(float(each) for each in a)).cdf(float(k))))

    cdf = cdf or (of_reference if reference else None)
    return Family(name, log, cdf=cdf, icdf=cdf and (lambda q, *a: q), slopes=slopes, reference=reference, is_discrete=True, **options)




# ---- two outcomes -------------------------------------------------------------------------------------------------------------


def bernoulli_log(k, p, q):
    return mp.log(p) if k else mp.log(q)


def binary_entropy(p, q):
    return -p * mp.log(p) - q * mp.log(q)


BERNOULLI = []
for name, by in [
    ('bernoulli of probs', 'probs'),
    ('bernoulli of logits', 'logits'),
    ('bernoulliStraightThrough', 'logits'),
]:
    each = count_family(
        name,
        of_choice(bernoulli_log, by),
        slopes=(by,),
        cdf=of_choice(lambda k, p, q: 0 if k < 0 else q if k < 1 else mp.mpf(1), by),
        mean=of_choice(lambda p, q: p, by),
        variance=of_choice(lambda p, q: p * q, by),
        entropy=of_choice(binary_entropy, by),
        floors=ONE,
    )
    for at in [0.3, 0.97, 1e-6, 1 - 2**-20] if by == 'probs' else [0.4, -3, 60, -80]:
        each.at({by: at}, 0, 1)
    BERNOULLI.append(each)
RELAXED_STRAIGHT = Family(
    'relaxedBernoulliStraightThrough',
    lambda k, t, l: bernoulli_log(k, sigmoid(l), sigmoid(-l)),
    mean=lambda t, l: sigmoid(l),
    variance=lambda t, l: sigmoid(l) * sigmoid(-l),
    entropy=lambda t, l: binary_entropy(sigmoid(l), sigmoid(-l)),
    slopes=('temperature', 'logits'),
    floors=ONE,
).at({'temperature': 0.5, 'logits': 0.4}, 0, 1).at({'temperature': 2, 'logits': -60}, 0, 1)

GEOMETRIC = []
for by in ['probs', 'logits']:
    each = count_family(
        f'geometric of {by}',
        of_choice(lambda k, p, q: times_log(k, q) + mp.log(p), by),
        slopes=(by,),
        cdf=of_choice(lambda k, p, q: -mp.expm1((k + 1) * mp.log(q)) if k >= 0 else mp.mpf(0), by),
        mean=of_choice(lambda p, q: q / p, by),
        variance=of_choice(lambda p, q: q / p**2, by),
        entropy=of_choice(lambda p, q: binary_entropy(p, q) / p, by),
        floors=ONE,
    )
    if by == 'probs':
        each.at({by: 0.25}, 0, 3, 50).at({by: 1e-5}, 0, 1e5, 2e6).at({by: 0.999}, 0, 1, 4)
    else:
        each.at({by: -1.5}, 0, 3, 50).at({by: 30}, 0, 1, 2).at({by: -40}, 0, 1, 1e6, only=('slopes', 'cdf', 'mean', 'variance', 'entropy'))
    GEOMETRIC.append(each)

# ---- counts -------------------------------------------------------------------------------------------------------------------


def binomial_log(k, n, p, q):
    return lg(n + 1) - lg(k + 1) - lg(n - k + 1) + times_log(k, p) + times_log(n - k, q)


BINOMIAL = []
for name, by, reference in [
    ('binomial of probs', 'probs', lambda n, p: stats.binom(int(n), float(p))),
    ('binomial of logits', 'logits', lambda n, l: stats.binom(int(n), float(sigmoid(l)))),
]:
    each = count_family(
        name,
        of_choice(binomial_log, by),
        slopes=(by,),
        reference=reference,
        mean=of_choice(lambda n, p, q: n * p, by),
        variance=of_choice(lambda n, p, q: n * p * q, by),
        floors={'probs': lambda n, p: mp.sqrt(n / (p * (1 - p))), 'logits': lambda n, l: mp.sqrt(n)},
    )
    BINOMIAL.append(each)
BINOMIAL[0].at({'totalCount': 10, 'probs': 0.3}, 0, 3, 10)
BINOMIAL[0].at({'totalCount': 1e6, 'probs': 0.3}, 299000, 300000, 301500, 500000, 0, 1000000, only=('slopes', 'mean', 'variance'))
BINOMIAL[0].at({'totalCount': 1e6, 'probs': 0.3}, 299000, 300000, 301500)
BINOMIAL[0].at({'totalCount': 1e6, 'probs': 1e-5}, 0, 8, 12, 40)
BINOMIAL[1].at({'totalCount': 7, 'logits': 1.25}, 0, 5, 7)
for l, values in [(-60, (0, 1, 20)), (100, (0, 19, 20))]:
    BINOMIAL[1].at({'totalCount': 20, 'logits': l}, *values, far=True, only=('slopes', 'mean', 'variance'))
BINOMIAL[1].at({'totalCount': 1e6, 'logits': -3}, 47000, 47426, 48000)
ONE_TOTAL = count_family(
    'binomial of logits, one total',
    lambda k, l: of_choice(binomial_log, 'logits')(k, mp.mpf(9), l),
    slopes=('logits',),
    cdf=lambda k, l: mp.mpf(float(stats.binom(9, float(sigmoid(l))).cdf(float(k)))),
    mean=lambda l: 9 * sigmoid(l),
    variance=lambda l: 9 * sigmoid(l) * sigmoid(-l),
    floors=ONE,
).at({'logits': 1.25}, 0, 5, 9).at({'logits': -6}, 0, 1, 9)


def polya(k, a):
    n, total = mp.fsum(k), mp.fsum(a)
    return lg(n + 1) + lg(total) - lg(n + total) + mp.fsum(lg(x + c) - lg(x + 1) - lg(c) for x, c in zip(k, a))


def bb_variance(n, a, b):
    return n * a * b * (a + b + n) / ((a + b) ** 2 * (a + b + 1))


BETA_BINOMIAL = Family(
    'betaBinomial',
    lambda k, n, a, b: polya([k, n - k], [a, b]),
    mean=lambda n, a, b: n * a / (a + b),
    variance=bb_variance,
    slopes=('concentration1', 'concentration0'),
    reference=lambda n, a, b: stats.betabinom(int(n), a, b),
)
for n, a, b, values in [
    (12, 2, 3, (0, 5, 12)),
    (1e6, 2, 3, (0, 400000, 999990)),
    (1e6, 4e5, 6e5, (398000, 400000, 401000)),
    (5, 0.001, 0.002, (0, 2, 5)),
]:
    BETA_BINOMIAL.at({'totalCount': n, 'concentration1': a, 'concentration0': b}, *values, far=n > 100)
BETA_BINOMIAL_NINE = count_family(
    'betaBinomial, one total',
    lambda k, a, b: polya([k, 9 - k], [a, b]),
    slopes=('concentration1', 'concentration0'),
    cdf=lambda k, a, b: mp.fsum(mp.exp(polya([mp.mpf(j), 9 - mp.mpf(j)], [a, b])) for j in range(int(k) + 1)),
    mean=lambda a, b: 9 * a / (a + b),
    variance=lambda a, b: bb_variance(9, a, b),
)
BETA_BINOMIAL_NINE.at({'concentration1': 2, 'concentration0': 3}, 0, 5, 9).at({'concentration1': 0.01, 'concentration0': 1e4}, 0, 1)

POISSON = count_family(
    'poisson',
    lambda k, r: k * mp.log(r) - r - lg(k + 1),
    slopes=('rate',),
    reference=lambda r: stats.poisson(float(r)),
    mean=lambda r: r,
    variance=lambda r: r,
)
POISSON.at({'rate': 3}, 0, 1, 4, 30).at({'rate': 0.001}, 0, 1, 5).at({'rate': 1e-30}, 0, 1, 2)
POISSON.at({'rate': 1e6}, 999000, 1000000, 1004000).at({'rate': 1e6}, 2100000, 3, only=('slopes',))


def nb_log(k, r, p, q):
    return lg(k + r) - lg(k + 1) - lg(r) + times_log(k, p) + r * mp.log(q)


NEGATIVE_BINOMIAL = []
for by, reference in [
    ('probs', lambda r, p: stats.nbinom(float(r), 1 - float(p))),
    ('logits', lambda r, l: stats.nbinom(float(r), float(sigmoid(-l)))),
]:
    NEGATIVE_BINOMIAL.append(
        count_family(
            f'negativeBinomial of {by}',
            of_choice(nb_log, by),
            slopes=('totalCount', by),
            reference=reference,
            mean=of_choice(lambda r, p, q: r * p / q, by),
            variance=of_choice(lambda r, p, q: r * p / q**2, by),
            floors={**ONE, 'logits': lambda r, l: max(1, mp.sqrt(r * sigmoid(l))), 'totalCount': lambda r, _: mp.sqrt(mp.psi(1, r))},
        )
    )
NEGATIVE_BINOMIAL[0].at({'totalCount': 2.5, 'probs': 0.25}, 0, 2, 30).at({'totalCount': 40, 'probs': 0.9}, 250, 360, 600)
NEGATIVE_BINOMIAL[1].at({'totalCount': 0.01, 'logits': 3}, 0, 1, 100).at({'totalCount': 1e5, 'logits': 1}, 270000, 271828, 273500)
NEGATIVE_BINOMIAL[1].at({'totalCount': 2, 'logits': -80}, 0, 1, 2, far=True, only=('slopes', 'mean', 'variance'))

GAMMA_POISSON = count_family(
    'gammaPoisson',
    lambda k, a, b: nb_log(k, a, 1 / (1 + b), b / (1 + b)),
    slopes=('concentration', 'rate'),
    reference=lambda a, b: stats.nbinom(float(a), float(b) / (1 + float(b))),
    mean=lambda a, b: a / b,
    variance=lambda a, b: a * (1 + b) / b**2,
)
GAMMA_POISSON.at({'concentration': 2.5, 'rate': 3}, 0, 2, 30).at({'concentration': 4, 'rate': 1e-5}, 0, 300000, 800000)
GAMMA_POISSON.at({'concentration': 1e6, 'rate': 1e6}, 0, 1, 5)

ZERO_INFLATED = Family(
    'zeroInflated poisson',
    lambda k, r, g: mp.log((1 - g) * mp.exp(k * mp.log(r) - r - lg(k + 1)) + (g if k == 0 else 0)),
    cdf=lambda k, r, g: g + (1 - g) * mp.mpf(float(stats.poisson(float(r)).cdf(float(k)))),
    mean=lambda r, g: (1 - g) * r,
    variance=lambda r, g: (1 - g) * (r + g * r**2),
    slopes=('rate', 'gate'),
    floors={'gate': lambda r, g: 1 / (g * (1 - g))},
).at({'rate': 3, 'gate': 0.25}, 0, 1, 6).at({'rate': 200, 'gate': 0.001}, 0, 1, 205)

# ---- choices ------------------------------------------------------------------------------------------------------------------


def softmax(l):
    top = max(l)
    weights = [mp.exp(x - top) for x in l]
    return [w / mp.fsum(weights) for w in weights]


def choice_facts(probs):
    """Facts of the whole numbers with the chances that `probs` makes of the parameters."""

    def mean(*a):
        return mp.fsum(i * p for i, p in enumerate(probs(*a)))

    return {
        'cdf': lambda k, *a: mp.fsum(probs(*a)[: int(k) + 1]),
        'icdf': lambda q, *a: q,
        'mean': mean,
        'variance': lambda *a: mp.fsum((i - mean(*a)) ** 2 * p for i, p in enumerate(probs(*a))),
        'entropy': lambda *a: -mp.fsum(p * mp.log(p) for p in probs(*a) if p),
    }


def straight(p):
    whole = mp.fsum(p)
    return [x / whole for x in p]


def shares(p):
    return [x / mp.fsum(p) for x in p]


CHOICES = []
THREE = {'probs': [[0.2, 0.5, 0.3], [1e-5, 0.5, 0.49999]], 'logits': [[0.5, -3, 2], [80, -4, 0], [1e4, 1e4 + 1, 1e4 - 3]]}
for by, probs in [('probs', shares), ('logits', softmax)]:
    each = Family(f'categorical of {by}', lambda k, p, probs=probs: mp.log(probs(p)[int(k)]), slopes=(by,), is_discrete=True, floors=ONE if by == 'logits' else {}, **choice_facts(probs))
    for at in THREE[by]:
        each.at({by: at}, 0, 1, 2)
    CHOICES.append(each)
for name, by, probs in [
    ('oneHotCategorical of probs', 'probs', shares),
    ('oneHotCategorical of logits', 'logits', softmax),
    ('oneHotCategoricalStraightThrough', 'logits', softmax),
]:
    each = Family(
        name,
        lambda x, p, probs=probs: mp.log(mp.fsum(a * b for a, b in zip(x, probs(p)))),
        mean=probs,
        variance=lambda p, probs=probs: [x * (1 - x) for x in probs(p)],
        entropy=lambda p, probs=probs: -mp.fsum(x * mp.log(x) for x in probs(p)),
        slopes=(by,),
        floors=ONE if by == 'logits' else {},
    )
    for at in THREE[by][:2]:
        each.at({by: at}, [1, 0, 0], [0, 1, 0], [0, 0, 1])
    CHOICES.append(each)


def ordered_probs(eta, cuts):
    rest = [*(sigmoid(eta - c) for c in cuts), mp.mpf(0)]
    return [a - b for a, b in zip([mp.mpf(1), *rest], rest)]


ORDERED = Family(
    'orderedLogistic', lambda k, eta, cuts: mp.log(ordered_probs(eta, cuts)[int(k)]), slopes=('predictor', 'cutpoints'), is_discrete=True,
    floors={'predictor': lambda *_: 1}, **choice_facts(ordered_probs),
)  # fmt: skip
ORDERED.at({'predictor': 0.5, 'cutpoints': [-1, 0.25, 2]}, 0, 1, 2, 3).at({'predictor': -30, 'cutpoints': [-1, 0.25, 2]}, 0, 1, 2, 3)
ORDERED.at({'predictor': 0, 'cutpoints': [0, 0.0001, 0.5]}, 0, 1, 2)

UNIFORM = count_family(
    'discreteUniform',
    lambda k, a, b: -mp.log(b - a + 1),
    slopes=(),
    reference=lambda a, b: stats.randint(int(a), int(b) + 1),
    mean=lambda a, b: (a + b) / 2,
    variance=lambda a, b: ((b - a + 1) ** 2 - 1) / 12,
    entropy=lambda a, b: mp.log(b - a + 1),
).at({'low': -2, 'high': 5}, -2, 0, 5).at({'low': -1e6, 'high': 1e6}, -5e5, 7, only=('cdf', 'mean', 'variance', 'entropy')).at({'low': 7, 'high': 7}, 7)
ONE_RANGE = Family(
    'discreteUniform, one range',
    lambda k, _: -mp.log(7),
    cdf=lambda k, _: (k + 3) / 7,
    icdf=lambda q, _: q,
    mean=lambda _: 1,
    variance=lambda _: 4,
    entropy=lambda _: mp.log(7),
    slopes=(),
    is_discrete=True,
).at({'unused': 0}, -2, 0, 4)


def zic_probs(logits, gate):
    g = sigmoid(gate)
    return [(1 - g) * p + (g if i == 0 else 0) for i, p in enumerate(softmax(logits))]


FACTS = choice_facts(zic_probs)
ZERO_INFLATED_CHOICE = Family(
    'zeroInflated categorical of gateLogits',
    lambda k, l, g: mp.log(zic_probs(l, g)[int(k)]),
    slopes=('logits', 'gateLogits'),
    floors={'gateLogits': lambda *_: 1, **ONE},
    **{name: FACTS[name] for name in ('cdf', 'mean', 'variance')},
).at({'logits': [0.5, -3, 2], 'gateLogits': -1}, 0, 1, 2).at({'logits': [0.5, 1, 2], 'gateLogits': 30}, 0, 1, 2)

# ---- vectors of counts --------------------------------------------------------------------------------------------------------


def multinomial_log(k, n, p):
    return lg(n + 1) + mp.fsum(times_log(x, w) - lg(x + 1) for x, w in zip(k, p))


def scaled(n, p, f):
    return [n * f(x) for x in p]


MULTINOMIAL = Family(
    'multinomial of probs',
    lambda k, n, p: multinomial_log(k, n, shares(p)),
    mean=lambda n, p: scaled(n, shares(p), straight),
    variance=lambda n, p: scaled(n, shares(p), lambda x: x * (1 - x)),
    slopes=('probs',),
    kinds={'probs': 'simplex'},
)
MULTINOMIAL.at({'totalCount': 12, 'probs': [0.5, 0.3125, 0.1875]}, [6, 4, 2], [12, 0, 0], [0, 1, 11])
MULTINOMIAL.at({'totalCount': 1e6, 'probs': [0.5, 0.3125, 0.1875]}, [500500, 312000, 187500])
MULTINOMIAL_SIX = Family(
    'multinomial of logits, one total',
    lambda k, l: multinomial_log(k, 6, softmax(l)),
    mean=lambda l: scaled(6, softmax(l), lambda x: x),
    variance=lambda l: scaled(6, softmax(l), lambda x: x * (1 - x)),
    slopes=('logits',),
    floors=ONE,
).at({'logits': [0.5, -3, 2]}, [2, 0, 4], [2, 2, 2]).at({'logits': [60, 0, -3]}, [5, 1, 0])


def polya_moments(a, n):
    total = mp.fsum(a)
    return [(n * x / total, bb_variance(n, x, total - x)) for x in a]


DIRICHLET_MULTINOMIAL = Family(
    'dirichletMultinomial',
    lambda k, a, n: polya(k, a),
    mean=lambda a, n: [m for m, _ in polya_moments(a, n)],
    variance=lambda a, n: [v for _, v in polya_moments(a, n)],
    slopes=('concentration',),
    reference=lambda a, n: stats.dirichlet_multinomial(np.array(a, dtype=float), int(n)),
)
DIRICHLET_MULTINOMIAL.at({'concentration': [0.5, 1, 4], 'totalCount': 9}, [1, 0, 8], [3, 3, 3], far=True)
DIRICHLET_MULTINOMIAL.at({'concentration': [20, 10, 3], 'totalCount': 1e6}, [600000, 300000, 100000], far=True)
DIRICHLET_MULTINOMIAL.at({'concentration': [1e-3, 1e-2, 1e3], 'totalCount': 9}, [1, 0, 8], [0, 0, 9], far=True)


def relaxed_log(x, t, logits):
    size = len(x)
    total = mp.fsum(mp.exp(l - t * mp.log(v)) for l, v in zip(logits, x))
    powers = mp.fsum(l - (t + 1) * mp.log(v) for l, v in zip(logits, x))
    return lg(size) + (size - 1) * mp.log(t) + powers - size * mp.log(total)


RELAXED = Family('relaxedOneHotCategorical of logits', relaxed_log)
RELAXED.at({'temperature': 0.5, 'logits': [0, 1, -1]}, [0.25, 0.5, 0.25], [0.9375, 0.0625, 1e-6])
RELAXED.at({'temperature': 5, 'logits': [0, 1, -1]}, [0.25, 0.5, 0.25]).at({'temperature': 0.05, 'logits': [20, 0, -20]}, [0.25, 0.5, 0.25])
RELAXED_PROBS = Family('relaxedOneHotCategorical of probs', lambda x, t, p: relaxed_log(x, t, [mp.log(each) for each in p]))
RELAXED_PROBS.at({'temperature': 0.5, 'probs': [0.2, 0.5, 0.3]}, [0.25, 0.5, 0.25], [0.9375, 0.0625, 1e-6])

FAMILIES = [
    *BERNOULLI, RELAXED_STRAIGHT, *GEOMETRIC, *BINOMIAL, ONE_TOTAL, BETA_BINOMIAL, BETA_BINOMIAL_NINE, POISSON, *NEGATIVE_BINOMIAL, GAMMA_POISSON,
    ZERO_INFLATED, *CHOICES, ORDERED, UNIFORM, ONE_RANGE, ZERO_INFLATED_CHOICE, MULTINOMIAL, MULTINOMIAL_SIX, DIRICHLET_MULTINOMIAL, RELAXED,
    RELAXED_PROBS,
]  # fmt: skip
