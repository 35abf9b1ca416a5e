"""Distributions made from others, an example each; and those with nothing to compute."""

from scipy import stats

from discrete import choice_facts, sigmoid, softmax
from family import Family, invert, mp
from positive import beta_log, gamma_cdf, gamma_log
from real_line import mass, normal_entropy, normal_log, normal_quantile


def z_cdf(x, m, s):
    return mp.ncdf((x - m) / s)


WIDE = {'cdf': lambda *_: 1}

EXP = Family(
    'transformed by exp',
    lambda x, m, s: normal_log(mp.log(x), m, s) - mp.log(x),
    cdf=lambda x, m, s: z_cdf(mp.log(x), m, s),
    icdf=lambda q, m, s: mp.exp(m + s * normal_quantile(q)),
    floors={'loc': lambda m, s: 1 / s, 'value': lambda x, m, s: 1 / (x * min(1, s))},
).at({'loc': 0.5, 'scale': 2}, 1e-3, 0.7, 30).at({'loc': -30, 'scale': 0.01}, mp.exp(-30), mp.exp(-29.98), far=True)


def falling_log(x, m, s, by):
    y = mp.log(x / (1 - x))
    return normal_log((y - 1) / by, m, s) - mp.log(-by) - mp.log(x * (1 - x))


FALLING = Family(
    'transformed by a falling affine map and a sigmoid',
    falling_log,
    cdf=lambda x, m, s, by: z_cdf(-(mp.log(x / (1 - x)) - 1) / by, -m, s),
    icdf=lambda q, m, s, by: sigmoid(1 + by * (m - s * normal_quantile(q))),
    floors={'loc': lambda m, s, by: 1 / s},
).at({'loc': 0.5, 'scale': 0.75, 'by': -0.5}, 0.01, 0.6, 0.99, shares=[0.1, 0.2501, 0.4999, 0.7, 0.99])

POWER = Family(
    'transformed by a power',
    lambda x, r, e: mp.log(r) - r * x ** (1 / e) + (1 / e - 1) * mp.log(x) - mp.log(e),
    cdf=lambda x, r, e: -mp.expm1(-r * x ** (1 / e)),
    icdf=lambda q, r, e: (-mp.log1p(-q) / r) ** e,
).at({'rate': 2, 'exponent': 0.5}, 1e-3, 0.5, 2).at({'rate': 1e-6, 'exponent': 1.75}, 1, 1e10, far=True)


def spline_pieces(slopes):
    """Left, width, bottom, height and both slopes of each of three pieces from -3 to 3."""

    def lengths(logits):
        return [6 * (mp.mpf('1e-3') / 3 + (1 - mp.mpf('1e-3')) * p) for p in softmax([mp.mpf(x) for x in logits])]

    unit = mp.log(mp.expm1(1 - mp.mpf('1e-3')))
    knots = [mp.mpf(1), *(mp.log1p(mp.exp(s + unit)) + mp.mpf('1e-3') for s in slopes), mp.mpf(1)]
    # The logits of the case, of which 0.3 is a number of float32.
    widths, heights = lengths([0.5, -1, 0.30000001192092896]), lengths([-0.5, 1, 0])
    for i in range(3):
        yield sum(widths[:i]) - 3, widths[i], sum(heights[:i]) - 3, heights[i], knots[i], knots[i + 1]


def spline_back(y, slopes):
    """The x of y, and the log of the slope there, by equations (4)-(8) of Durkan et al. 2019."""
    if abs(y) >= 3:
        return y, mp.mpf(0)
    for left, width, bottom, height, d0, d1 in spline_pieces(slopes):
        if y < bottom + height:
            break
    s, rise = height / width, y - bottom
    bend = rise * (d0 + d1 - 2 * s)
    a, b, c = height * (s - d0) + bend, height * d0 - bend, -s * rise
    part = 2 * c / (-b - mp.sqrt(b * b - 4 * a * c))
    below = s + (d0 + d1 - 2 * s) * part * (1 - part)
    slope = s**2 * (d1 * part**2 + 2 * s * part * (1 - part) + d0 * (1 - part) ** 2) / below**2
    return left + width * part, mp.log(slope)


def spline_log(y, s, slopes):
    x, log_slope = spline_back(y, slopes)
    return normal_log(x, mp.mpf(0.5), s) - log_slope


SPLINE = Family(
    'transformed by a spline',
    spline_log,
    cdf=lambda y, s, slopes: z_cdf(spline_back(y, slopes)[0], mp.mpf(0.5), s),
    floors={'value': lambda y, s, slopes: 1 / s},
).at({'scale': 1.5, 'slopes': [0.5, -1]}, -2.5, -0.4, 1.3, 2.75, 5)
SPLINE.icdf = lambda q, s, slopes: invert(lambda y: SPLINE.cdf(y, s, slopes), lambda y: mp.exp(spline_log(y, s, slopes)), spline_start(q, s, slopes), q)
SPLINE.floors['icdf'] = lambda s, slopes: s


def spline_start(q, s, slopes):
    low, high = mp.mpf(-60), mp.mpf(60)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if SPLINE.cdf(middle, s, slopes) < q else (low, middle)
    return (low + high) / 2


def planar_log(y, shift, weight):
    """The number along the weight solves an equation."""
    dot = mp.fsum(a * b for a, b in zip(shift, weight))
    gain = mp.log1p(mp.exp(dot))
    size = mp.fsum(w * w for w in weight)
    direction = [u + w / size * (gain - 1 - dot) for u, w in zip(shift, weight)]
    target = mp.fsum(a * b for a, b in zip(weight, y)) + mp.mpf(0.5)
    a = mp.findroot(lambda a: a + (gain - 1) * mp.tanh(a) - target, target)
    x = [v - d * mp.tanh(a) for v, d in zip(y, direction)]
    bent = mp.tanh(a) ** 2
    means = [mp.mpf(0.30000001192092896), mp.mpf(-1)]
    return mp.fsum(normal_log(v, m, 1) for v, m in zip(x, means)) - mp.log(bent + gain * (1 - bent))


PLANAR = Family('transformed by a planar map', planar_log)
PLANAR.at({'shift': [0.5, -1], 'weight': [1, 0.75]}, [0.25, -1], [2, 1.5]).at({'shift': [3, 1], 'weight': [-0.5, 2]}, [0.25, -1])

# ---- mixtures -----------------------------------------------------------------------------------------------------------------


def weighed(logits, parts):
    return mp.fsum(w * p for w, p in zip(softmax(logits), parts))


def normal_mixture_mean(logits, m, s):
    return weighed(logits, m)


MIXTURE = Family(
    'mixtureSameFamily of normals',
    lambda x, l, m, s: mp.log(weighed(l, [mp.exp(normal_log(x, a, b)) for a, b in zip(m, s)])),
    cdf=lambda x, l, m, s: weighed(l, [z_cdf(x, a, b) for a, b in zip(m, s)]),
    mean=normal_mixture_mean,
    variance=lambda l, m, s: weighed(l, [b**2 + (a - weighed(l, m)) ** 2 for a, b in zip(m, s)]),
    floors={'logits': lambda *_: 1},
)
MIXTURE.at({'logits': [0.5, -1], 'loc': [-1, 2], 'scale': [0.5, 2]}, -1.5, 0.25, 9)
MIXTURE.at({'logits': [0, -60], 'loc': [0, 100], 'scale': [1, 10]}, 0.5, 20, 85)


def inner_probs(logits, inner):
    return [weighed(logits, column) for column in zip(*(softmax(row) for row in inner))]


FACTS = choice_facts(inner_probs)
MIXED_CHOICES = Family(
    'mixtureSameFamily of categoricals',
    lambda k, l, inner: mp.log(inner_probs(l, inner)[int(k)]),
    slopes=('logits', 'inner'),
    **{name: FACTS[name] for name in ('cdf', 'mean', 'variance')},
).at({'logits': [0.5, -1], 'inner': [[0, 1, -1], [2, -3, 0.5]]}, 0, 1, 2)


def vector_parts(x, m, s):
    return [mp.exp(mp.fsum(normal_log(*each) for each in zip(x, a, b))) for a, b in zip(m, s)]


def columns(f):
    """A function of the two parts' entries, entry by entry."""
    return lambda l, m, s: [f(l, list(a), list(b)) for a, b in zip(zip(*m), zip(*s))]


MIXED_VECTORS = Family(
    'mixtureSameFamily of vectors',
    lambda x, l, m, s: mp.log(weighed(l, vector_parts(x, m, s))),
    mean=columns(normal_mixture_mean),
    variance=columns(MIXTURE.variance),
).at({'logits': [0.5, -1], 'loc': [[-1, 2], [0, 0.5]], 'scale': [[0.5, 2], [1, 3]]}, [-1.5, 0.25], [3, -4])

GAMMA_OR_NORMAL = Family(
    'mixture of gamma and normal',
    lambda x, l, a, m, s: mp.log(weighed(l, [mp.exp(gamma_log(x, a, 1)) if x > 0 else 0, mp.exp(normal_log(x, m, s))])),
    cdf=lambda x, l, a, m, s: weighed(l, [gamma_cdf(x, a, 1) if x > 0 else 0, z_cdf(x, m, s)]),
    mean=lambda l, a, m, s: weighed(l, [a, m]),
    variance=lambda l, a, m, s: weighed(l, [v + (e - weighed(l, [a, m])) ** 2 for v, e in [(a, a), (s**2, m)]]),
    floors={'concentration': lambda l, a, m, s: 1 / a, 'loc': lambda l, a, m, s: 1 / s, 'value': lambda x, l, a, m, s: 1 / s},
).at({'logits': [0.5, -1], 'concentration': 2.5, 'loc': -1, 'scale': 2}, -3, 0.25, 12)


def chosen(f, g):
    """`f` of the normal where `which` is 0, and `g` of the gamma elsewhere; both take loc and concentration last."""
    return lambda *p: g(*p[:-3], p[-1]) if p[-3] > 0.5 else f(*p[:-3], p[-2])


MASKED_MIXTURE = Family(
    'maskedMixture',
    lambda x, w, m, a: gamma_log(x, a, 1) if w > 0.5 else normal_log(x, m, 1),
    cdf=chosen(lambda x, m: z_cdf(x, m, 1), lambda x, a: gamma_cdf(x, a, 1)),
    icdf=chosen(
        lambda q, m: m + normal_quantile(q),
        lambda q, a: invert(lambda x: gamma_cdf(x, a, 1), lambda x: mp.exp(gamma_log(x, a, 1)), stats.gamma.ppf(float(q), float(a)), q),
    ),
    mean=chosen(lambda m: m, lambda a: a),
    variance=chosen(lambda m: mp.mpf(1), lambda a: a),
    entropy=chosen(lambda m: normal_entropy(1), lambda a: a + mp.loggamma(a) + (1 - a) * mp.digamma(a)),
    slopes=('value', 'loc', 'concentration'),
    floors={'icdf': lambda w, m, a: abs(m) if w < 0.5 else 0, 'value': lambda *_: 1, 'loc': lambda *_: 1},
).at({'which': 0, 'loc': 0.5, 'concentration': 2}, -1, 0.25).at({'which': 1, 'loc': 0.5, 'concentration': 2}, 0.125, 3)

# ---- samples, bounds and folds ------------------------------------------------------------------------------------------------

SAMPLES = [1, 2, 2, -0.5]


def shares(logits):
    """By ascending value."""
    a, b, c, d = softmax(logits)
    return {-0.5: d, 1.0: a, 2.0: b + c}


def empirical_mean(logits):
    return mp.fsum(x * p for x, p in shares(logits).items())


EMPIRICAL = Family(
    'empirical',
    lambda x, l: mp.log(shares(l)[float(x)]),
    cdf=lambda x, l: mp.fsum(p for at, p in shares(l).items() if at <= x),
    icdf=lambda q, l: next(at for at in shares(l) if mp.fsum(p for other, p in shares(l).items() if other <= at) >= q),
    mean=empirical_mean,
    variance=lambda l: mp.fsum((x - empirical_mean(l)) ** 2 * p for x, p in shares(l).items()),
    entropy=lambda l: -mp.fsum(p * mp.log(p) for p in shares(l).values()),
    slopes=('logWeights',),
    floors={'logWeights': lambda *_: 1},
).at({'logWeights': [0.5, -1, 0, 2]}, -0.5, 1, 2).at({'logWeights': [0, 30, -30, 1]}, -0.5, 1, 2)


def cut_log(x, m, s, a, b):
    return normal_log(x, m, s) - mp.log(mass((a - m) / s, (b - m) / s))


def cut_quantile(q, m, s, a, b):
    part = mp.ncdf((a - m) / s) + q * mass((a - m) / s, (b - m) / s)
    return m + s * normal_quantile(part)


CUT_NORMAL = Family(
    'truncated normal by both sides',
    cut_log,
    cdf=lambda x, m, s, a, b: mass((a - m) / s, (x - m) / s) / mass((a - m) / s, (b - m) / s),
    icdf=cut_quantile,
    floors={**WIDE, 'icdf': lambda m, s, a, b: max(abs(a), abs(b), s), 'value': lambda x, m, s, a, b: 1 / s, **{name: lambda m, s, a, b: 1 / s for name in ('loc', 'low', 'high')}},
).at({'loc': 0.25, 'scale': 0.75, 'low': -1, 'high': 1.5}, -0.75, 0.5, 1.25)

CUT_EXPONENTIAL = Family(
    'truncated exponential',
    lambda x, r, b: mp.log(r) - r * x - mp.log(-mp.expm1(-r * b)),
    cdf=lambda x, r, b: mp.expm1(-r * x) / mp.expm1(-r * b),
    icdf=lambda q, r, b: -mp.log1p(q * mp.expm1(-r * b)) / r,
).at({'rate': 2, 'high': 1.5}, 1e-3, 0.5, 1.25).at({'rate': 0.01, 'high': 1}, 0.25, 0.75, far=True)


def cut_counts(r):
    weights = [mp.mpf(0), *(mp.exp(k * mp.log(r) - mp.loggamma(k + 1)) for k in range(1, 13))]
    return [w / mp.fsum(weights) for w in weights]


COUNTS = choice_facts(cut_counts)
CUT_POISSON = Family(
    'truncated poisson',
    lambda k, r: mp.log(cut_counts(r)[int(k)]),
    slopes=('rate',),
    is_discrete=True,
    floors=WIDE,
    cdf=COUNTS['cdf'],
    icdf=COUNTS['icdf'],
).at({'rate': 3}, 1, 4, 12).at({'rate': 0.5}, 1, 2, 6)



def shown(r):
    """The probabilities of what an instrument shows that ends at 1 and at 5."""
    weights = [mp.exp(k * mp.log(r) - mp.loggamma(k + 1) - r) for k in range(5)]
    return [mp.mpf(0), weights[0] + weights[1], *weights[2:], 1 - mp.fsum(weights)]


SHOWN = choice_facts(shown)
CENSORED = Family(
    'censored poisson',
    lambda k, r: mp.log(shown(r)[int(k)]),
    slopes=('rate',),
    is_discrete=True,
    floors=WIDE,
    cdf=SHOWN['cdf'],
    icdf=SHOWN['icdf'],
).at({'rate': 3}, 1, 4, 5).at({'rate': 0.5}, 1, 2, 5)

FOLDED = Family(
    'folded normal',
    lambda x, m, s: mp.log(mp.exp(normal_log(x, m, s)) + mp.exp(normal_log(-x, m, s))),
    cdf=lambda x, m, s: z_cdf(x, m, s) - z_cdf(-x, m, s),
    floors={**WIDE, 'value': lambda x, m, s: 1 / s, 'loc': lambda m, s: 1 / s},
).at({'loc': 0.5, 'scale': 2}, 0.25, 3, 9).at({'loc': 40, 'scale': 3}, 35, 41)

# ---- wrappers -----------------------------------------------------------------------------------------------------------------

TO_EVENT = Family(
    'toEvent',
    lambda x, m, s: mp.fsum(normal_log(*each) for each in zip(x, m, s)),
    mean=lambda m, s: m,
    variance=lambda m, s: [each**2 for each in s],
    entropy=lambda m, s: mp.fsum(normal_entropy(each) for each in s),
).at({'loc': [0.5, -1, 3], 'scale': [2, 0.5, 1]}, [1, 0, 2], [9, 4, -3])


def laplace_like(name):
    return Family(
        name,
        lambda x, m, s: -abs(x - m) / s - mp.log(2 * s),
        cdf=lambda x, m, s: mp.exp((x - m) / s) / 2 if x < m else 1 - mp.exp((m - x) / s) / 2,
        icdf=lambda q, m, s: m + s * (mp.log(2 * q) if q < 0.5 else -mp.log(2 * (1 - q))),
        mean=lambda m, s: m,
        variance=lambda m, s: 2 * s**2,
        entropy=lambda m, s: 1 + mp.log(2 * s),
        floors={'icdf': lambda m, s: max(abs(m), s), 'value': lambda x, m, s: 1 / s, 'loc': lambda m, s: 1 / s},
    ).at({'loc': 0.5, 'scale': 2}, -3, 0.25, 12)


MASKED = laplace_like('masked')
WRAPPED = [laplace_like(name) for name in ('expanded', 'withoutRsample')]
DELTA = Family(
    'delta',
    lambda x, v, d: d,
    cdf=lambda x, v, d: mp.mpf(1),
    icdf=lambda q, v, d: v,
    mean=lambda v, d: v,
    variance=lambda v, d: mp.mpf(0),
    entropy=lambda v, d: -d,
    slopes=('logDensity',),
).at({'point': 0.5, 'logDensity': -2}, 0.5)
UNIT = Family('unit', lambda x, f: f, slopes=('logFactor',)).at({'logFactor': -3.5}, [])
IMPROPER = Family('improperUniform', lambda x, _: mp.mpf(0), slopes=()).at({'unused': 0}, 1e-30, 3, 1e30)


def pulled_log(x, a, b):
    """The density of the log odds of a beta draw."""
    y = sigmoid(x)
    return beta_log(y, a, b) + mp.log(y) + mp.log1p(-y)


PULLED = Family('pullBack of beta', pulled_log, floors={'value': lambda x, a, b: 1}).at({'concentration1': 2, 'concentration0': 3}, -9, 0.25, 4)

FAMILIES = [
    EXP, FALLING, POWER, SPLINE, PLANAR, MIXTURE, MIXED_CHOICES, MIXED_VECTORS, GAMMA_OR_NORMAL, MASKED_MIXTURE, EMPIRICAL, CUT_NORMAL,
    CUT_EXPONENTIAL, CUT_POISSON, CENSORED, FOLDED, TO_EVENT, MASKED, *WRAPPED, DELTA, UNIT, IMPROPER, PULLED,
]  # fmt: skip
