"""Families of the real line and half line."""

from scipy import stats

from family import Family, inf, invert, mp

PLACES = [-3.1, -0.7, 0.01, 2.6]
FAR = [-1e4, -40, 40, 1e4]


def log_cosh(z):
    return mp.log(mp.cosh(z))


def normal_log(x, m, s):
    return -(((x - m) / s) ** 2) / 2 - mp.log(s) - mp.log(2 * mp.pi) / 2


def normal_quantile(q):
    # Near 0 the inverse of the error function would lose its digits.
    z = mp.mpf(stats.norm.ppf(float(q)))
    for _ in range(4):
        z -= (mp.ncdf(z) - q) / mp.npdf(z)
    return z


def normal_entropy(s):
    return mp.log(2 * mp.pi * mp.e) / 2 + mp.log(s)


def located(name, log, cdf, quantile, mean, variance, entropy, reference):
    """A family of z = (x - loc) / scale, from the facts of z, each a function of z and further parameters."""
    size = {
        'value': lambda x, m, s, *_: 1 / s,
        'loc': lambda m, s, *_: 1 / s,
        'mean': lambda m, s, *_: max(abs(m), s),
        'icdf': lambda m, s, *_: max(abs(m), s),
    }
    return Family(
        name,
        lambda x, m, s, *a: log((x - m) / s, *a) - mp.log(s),
        cdf=lambda x, m, s, *a: cdf((x - m) / s, *a),
        icdf=lambda q, m, s, *a: m + s * quantile(q, *a),
        mean=lambda m, s, *a: m + s * mean(*a),
        variance=lambda m, s, *a: s**2 * variance(*a),
        entropy=lambda m, s, *a: entropy(*a) + mp.log(s),
        reference=reference,
        floors=size,
    )


def symmetric(lower):
    """A quantile from that of shares up to a half."""
    return lambda q: lower(q) if q <= 0.5 else -lower(1 - q)


LOCATED = [
    located('normal', lambda z: normal_log(z, 0, 1), mp.ncdf, normal_quantile, lambda: 0, lambda: 1, lambda: normal_entropy(1), lambda m, s: stats.norm(m, s)),
    located(
        'laplace',
        lambda z: -abs(z) - mp.log(2),
        lambda z: mp.exp(z) / 2 if z < 0 else 1 - mp.exp(-z) / 2,
        symmetric(lambda q: mp.log(2 * q)),
        lambda: 0,
        lambda: 2,
        lambda: 1 + mp.log(2),
        lambda m, s: stats.laplace(m, s),
    ),
    located(
        'softLaplace',
        lambda z: -mp.log(mp.pi) - log_cosh(z),
        lambda z: 2 / mp.pi * mp.atan(mp.exp(z)),
        lambda q: mp.log(mp.tan(mp.pi * q / 2)),
        lambda: 0,
        lambda: mp.pi**2 / 4,
        lambda: mp.log(2 * mp.pi),
        lambda m, s: stats.hypsecant(m, s),
    ),
    located(
        'logistic',
        lambda z: -mp.log(4) - 2 * log_cosh(z / 2),
        lambda z: 1 / (1 + mp.exp(-z)),
        lambda q: mp.log(q / (1 - q)),
        lambda: 0,
        lambda: mp.pi**2 / 3,
        lambda: 2,
        lambda m, s: stats.logistic(m, s),
    ),
    located(
        'cauchy',
        lambda z: -mp.log(mp.pi) - mp.log(1 + z**2),
        lambda z: mp.atan(-1 / z) / mp.pi if z < 0 else mp.mpf(1) / 2 + mp.atan(z) / mp.pi,
        lambda q: -1 / mp.tan(mp.pi * q),
        lambda: mp.nan,
        lambda: mp.nan,
        lambda: mp.log(4 * mp.pi),
        lambda m, s: stats.cauchy(m, s),
    ),
    located(
        'gumbel',
        lambda z: -z - mp.exp(-z),
        lambda z: mp.exp(-mp.exp(-z)),
        lambda q: -mp.log(-mp.log(q)),
        lambda: mp.euler,
        lambda: mp.pi**2 / 6,
        lambda: 1 + mp.euler,
        lambda m, s: stats.gumbel_r(m, s),
    ),
]
for each in LOCATED:
    for m, s in [(0, 1), (-1.25, 0.3), (40, 6)]:
        each.at({'loc': m, 'scale': s}, *(m + s * t for t in PLACES))
    distances = [-80, -20, 40, 1e4] if each.name == 'gumbel' else FAR
    each.at({'loc': 0.5, 'scale': 2}, *(0.5 + 2 * t for t in distances), far=True, only=('slopes', 'mean'))
    # The tails of the distribution function, to where float32 ends.
    each.at({'loc': 0, 'scale': 1}, *([-4.2, -3, 15] if each.name == 'gumbel' else [-12, -8, -4, 8]), far=True, only=('cdf', 'slopes'))
    for s in [1e-30, 1e30]:
        each.at({'loc': 0, 'scale': s}, *(s * t for t in PLACES), far=True, only=('slopes', 'cdf', 'entropy'))
LOCATED[4].at({'loc': 0, 'scale': 1e-25}, 1e10, -3e12, far=True).at({'loc': 0, 'scale': 1e25}, 1e-10, 3e38, far=True, only=('slopes', 'cdf'))


def asymmetric_quantile(q, k):
    below = k / (k + 1 / k)
    return k * mp.log(q / below) if q < below else -mp.log((1 - q) / (1 - below)) / k


ASYMMETRIC = located(
    'asymmetricLaplace',
    lambda z, k: -abs(z) * (k if z >= 0 else 1 / k) - mp.log(k + 1 / k),
    lambda z, k: k**2 / (1 + k**2) * mp.exp(z / k) if z < 0 else 1 - mp.exp(-z * k) / (1 + k**2),
    asymmetric_quantile,
    lambda k: 1 / k - k,
    lambda k: 1 / k**2 + k**2,
    lambda k: 1 + mp.log(k + 1 / k),
    lambda m, s, k: stats.laplace_asymmetric(k, m, s),
)
for k in [0.4, 1, 3]:
    ASYMMETRIC.at({'loc': -1.25, 'scale': 0.3, 'asymmetry': k}, *(-1.25 + 0.3 * t for t in PLACES))
    ASYMMETRIC.at({'loc': 2, 'scale': 3, 'asymmetry': k}, *(2 + 3 * t for t in FAR), far=True, only=('slopes',))


def t_log(z, v):
    return mp.loggamma((v + 1) / 2) - mp.loggamma(v / 2) - mp.log(v * mp.pi) / 2 - (v + 1) / 2 * mp.log(1 + z**2 / v)


def t_cdf(z, v):
    tail = mp.betainc(v / 2, mp.mpf(1) / 2, 0, v / (v + z**2), regularized=True) / 2
    return tail if z < 0 else 1 - tail


def t_quantile(q, v):
    return invert(lambda z: t_cdf(z, v), lambda z: mp.exp(t_log(z, v)), stats.t.ppf(float(q), float(v)), q)


def t_entropy(v):
    half = (v + 1) / 2
    return half * (mp.digamma(half) - mp.digamma(v / 2)) + mp.log(v) / 2 + mp.log(mp.beta(v / 2, mp.mpf(1) / 2))


def t_case():
    base = located(
        'studentT',
        t_log,
        t_cdf,
        t_quantile,
        lambda v: 0 if v > 1 else mp.nan,
        lambda v: v / (v - 2) if v > 2 else inf if v > 1 else mp.nan,
        t_entropy,
        None,
    )
    # Its parameters begin with df.
    def turned(f):
        return lambda x, v, m, s: f(x, m, s, v)

    def moment(f):
        return lambda v, m, s: f(m, s, v)

    return Family(
        'studentT',
        turned(base.log),
        cdf=turned(base.cdf),
        icdf=turned(base.icdf),
        mean=moment(base.mean),
        variance=moment(base.variance),
        entropy=moment(base.entropy),
        reference=lambda v, m, s: stats.t(v, m, s),
        floors={name: (turned if name == 'value' else moment)(floor) for name, floor in base.floors.items()},
    )


STUDENT = t_case()
for v in [0.6, 1.5, 3, 30]:
    STUDENT.at({'df': v, 'loc': -1.25, 'scale': 0.3}, *(-1.25 + 0.3 * t for t in PLACES))
for v in [0.01, 2.5, 1e4, 1e7]:
    STUDENT.at({'df': v, 'loc': 2, 'scale': 3}, *(2 + 3 * t for t in FAR + PLACES), far=True, only=('slopes', 'entropy', 'variance'))
STUDENT.at({'df': 2.5, 'loc': 0, 'scale': 1e-25}, 1e10, -3e12, far=True, only=('slopes',))
STUDENT.at({'df': 2.5, 'loc': 0, 'scale': 1e25}, 1e-10, 3e38, far=True, only=('slopes',))

HALVES = [
    Family(
        'halfNormal',
        lambda x, s: mp.log(2 / mp.pi) / 2 - mp.log(s) - (x / s) ** 2 / 2,
        cdf=lambda x, s: mp.erf(x / s / mp.sqrt(2)),
        icdf=lambda q, s: s * mp.sqrt(2) * mp.erfinv(q),
        mean=lambda s: s * mp.sqrt(2 / mp.pi),
        variance=lambda s: s**2 * (1 - 2 / mp.pi),
        entropy=lambda s: normal_entropy(s) - mp.log(2),
        reference=lambda s: stats.halfnorm(scale=s),
        floors={'value': lambda x, s: 1 / s},
    ),
    Family(
        'halfCauchy',
        lambda x, s: mp.log(2 / mp.pi) - mp.log(s) - mp.log(1 + (x / s) ** 2),
        cdf=lambda x, s: 2 / mp.pi * mp.atan(x / s),
        icdf=lambda q, s: s * mp.tan(mp.pi * q / 2),
        mean=lambda s: inf,
        variance=lambda s: inf,
        entropy=lambda s: mp.log(2 * mp.pi * s),
        reference=lambda s: stats.halfcauchy(scale=s),
        floors={'value': lambda x, s: 1 / s},
    ),
]
for each in HALVES:
    for s in [0.3, 1, 6]:
        each.at({'scale': s}, *(s * t for t in [0, 1e-6, 0.01, 0.7, 1.3, 3.1]))
    each.at({'scale': 2}, 2e-20, 80, 2e4, far=True)
    each.at({'scale': 1e-30}, 1e-30, 3e-31, far=True, only=('slopes', 'cdf', 'entropy', 'mean'))
HALVES[1].at({'scale': 1e-25}, 1e10, 3e12, far=True)

LOG_NORMAL = Family(
    'logNormal',
    lambda x, m, s: normal_log(mp.log(x), m, s) - mp.log(x),
    cdf=lambda x, m, s: mp.ncdf((mp.log(x) - m) / s),
    icdf=lambda q, m, s: mp.exp(m + s * normal_quantile(q)),
    mean=lambda m, s: mp.exp(m + s**2 / 2),
    variance=lambda m, s: mp.expm1(s**2) * mp.exp(2 * m + s**2),
    entropy=lambda m, s: m + normal_entropy(s),
    reference=lambda m, s: stats.lognorm(s, scale=float(mp.exp(m))),
    floors={'loc': lambda m, s: 1 / s, 'value': lambda x, m, s: 1 / (x * min(1, s))},
)
LOGIT_NORMAL = Family(
    'logitNormal',
    lambda x, m, s: normal_log(mp.log(x / (1 - x)), m, s) - mp.log(x * (1 - x)),
    cdf=lambda x, m, s: mp.ncdf((mp.log(x / (1 - x)) - m) / s),
    icdf=lambda q, m, s: 1 / (1 + mp.exp(-m - s * normal_quantile(q))),
    floors={'loc': lambda m, s: 1 / s},
)
for m, s in [(0, 1), (-1.25, 0.3), (3, 2)]:
    LOG_NORMAL.at({'loc': m, 'scale': s}, *(mp.exp(m + s * t) for t in PLACES))
    LOGIT_NORMAL.at({'loc': m, 'scale': s}, *(1 / (1 + mp.exp(-m - s * t)) for t in PLACES[:3]))
LOG_NORMAL.at({'loc': 0, 'scale': 5}, 1e-30, 1e30, far=True).at({'loc': 50, 'scale': 0.5}, mp.exp(49), mp.exp(52), far=True, only=('slopes', 'cdf', 'entropy'))
LOG_NORMAL.at({'loc': 20, 'scale': 0.01}, mp.exp(20), far=True)
LOGIT_NORMAL.at({'loc': 0, 'scale': 5}, 1e-30, 1 - 2**-20, far=True)

UNIFORM = Family(
    'uniform',
    lambda x, a, b: -mp.log(b - a),
    cdf=lambda x, a, b: (x - a) / (b - a),
    icdf=lambda q, a, b: a + q * (b - a),
    mean=lambda a, b: (a + b) / 2,
    variance=lambda a, b: (b - a) ** 2 / 12,
    entropy=lambda a, b: mp.log(b - a),
    reference=lambda a, b: stats.uniform(a, b - a),
    floors={
        'low': lambda a, b: 1 / (b - a),
        'high': lambda a, b: 1 / (b - a),
        'value': lambda x, a, b: 1 / (b - a),
        'icdf': lambda a, b: max(abs(a), abs(b)),
        'mean': lambda a, b: max(abs(a), abs(b)),
    },
)
for a, b in [(-1, 0), (3, 3.5), (-2, 7)]:
    UNIFORM.at({'low': a, 'high': b}, 0.75 * a + 0.25 * b, 0.5 * a + 0.5 * b)
UNIFORM.at({'low': -1e18, 'high': 1e18}, -5e17, 3e10, far=True, icdf=True).at({'low': 1e-18, 'high': 2e-18}, 1.25e-18, 1.5e-18, far=True, icdf=True)


def mass(lower, upper):
    """Moved to the left of 0, where the distribution function keeps its digits."""
    return mp.ncdf(upper) - mp.ncdf(lower) if lower + upper < 0 else mp.ncdf(-lower) - mp.ncdf(-upper)


def truncated_log(x, m, s, a, b):
    return normal_log(x, m, s) - mp.log(mass((a - m) / s, (b - m) / s))


def truncated_cdf(x, m, s, a, b):
    lower, upper = (a - m) / s, (b - m) / s
    return mass(lower, (x - m) / s) / mass(lower, upper)


def truncated_quantile(q, m, s, a, b):
    start, end = reach(m, s, a, b)
    # Halvings that begin where the mass is, and then as many digits as Newton's method doubles.
    for _ in range(60):
        middle = (start + end) / 2
        start, end = (middle, end) if truncated_cdf(middle, m, s, a, b) < q else (start, middle)
    x = (start + end) / 2
    for _ in range(2):
        x -= (truncated_cdf(x, m, s, a, b) - q) / mp.exp(truncated_log(x, m, s, a, b))
    return x


def reach(m, s, a, b):
    nearest = min(max(m, a), b)
    width = 20 * s / max(1, abs(nearest - m) / s / 5)
    return max(a, nearest - width), min(b, nearest + width)


def expectation(f, m, s, a, b):
    start, end = reach(m, s, a, b)
    return mp.quad(lambda x: f(x) * mp.exp(truncated_log(x, m, s, a, b)), mp.linspace(start, end, 9))


def truncated_mean(*p):
    return expectation(lambda x: x, *p)


def truncated_variance(*p):
    mean = truncated_mean(*p)
    return expectation(lambda x: (x - mean) ** 2, *p)


def truncated_entropy(*p):
    return -expectation(lambda x: truncated_log(x, *p), *p)


def truncated_case(name, bounds):
    """`bounds` makes the two of the parameters after loc and scale."""

    def whole(f):
        return lambda m, s, *given: f(m, s, *bounds(*given))

    def at(f):
        return lambda x, m, s, *given: f(x, m, s, *bounds(*given))

    def size(m, s, *given):
        return max(abs(m), s, *(abs(each) for each in given if mp.isfinite(each)))

    each = {'value': lambda x, m, s, *_: 1 / s, **{name: lambda m, s, *_: 1 / s for name in ('loc', 'low', 'high')}}
    return Family(
        name,
        at(truncated_log),
        cdf=at(truncated_cdf),
        icdf=at(truncated_quantile),
        mean=whole(truncated_mean),
        variance=whole(truncated_variance),
        entropy=whole(truncated_entropy),
        floors={**each, 'mean': size, 'icdf': size},
    )


BETWEEN = truncated_case('truncatedNormal between bounds', lambda a, b: (a, b))
FROM_BELOW = truncated_case('truncatedNormal from below', lambda a: (a, inf))
FROM_ABOVE = truncated_case('truncatedNormal from above', lambda b: (-inf, b))
for a, b in [(-2, 1), (0.5, 2), (-3, -1), (-1, inf), (-inf, 0.7), (-9, 9), (0.2, 0.3)]:
    inner = [max(a, -3), min(b, 3)]
    values = [inner[0] + (inner[1] - inner[0]) * t for t in [0.05, 0.4, 0.9]]
    # At powers of two the bounds stay numbers of float32.
    BETWEEN.at({'loc': -4, 'scale': 0.25, 'low': a / 4 - 4, 'high': b / 4 - 4}, *(x / 4 - 4 for x in values))
    if a == -2:
        BETWEEN.at({'loc': 0, 'scale': 1, 'low': a, 'high': b}, *values)
for a, b, values in [
    (8, inf, [8, 8.1, 9]),
    (-inf, -8, [-8, -8.1, -9]),
    (100, inf, [100, 100.01, 100.1]),
    (-101, -100, [-100, -100.01, -100.1]),
    (1e4, 2e4, [1e4, 10000.01]),
    (100, 100.0009765625, [100, 100.00048828125]),
    (2, 2.00006103515625, [2, 2.000030517578125]),
    (-1e-10, 3e-10, [0, 1e-10]),
    (-30, inf, [-29, 0, 4]),
    (-inf, 30, [-4, 0, 29]),
]:
    BETWEEN.at({'loc': 0, 'scale': 1, 'low': a, 'high': b}, *values, far=True)
FROM_BELOW.at({'loc': 1, 'scale': 2, 'low': 0.5}, 0.75, 3, 6).at({'loc': 0, 'scale': 1, 'low': 40}, 40, 40.125, far=True)
FROM_ABOVE.at({'loc': 1, 'scale': 2, 'high': 0.5}, -4, -1, 0.25).at({'loc': 0, 'scale': 1, 'high': -40}, -40, -40.125, far=True)

FAMILIES = [*LOCATED, ASYMMETRIC, STUDENT, *HALVES, LOG_NORMAL, LOGIT_NORMAL, UNIFORM, BETWEEN, FROM_BELOW, FROM_ABOVE]
