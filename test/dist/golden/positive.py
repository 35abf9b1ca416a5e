"""Families of positive and bounded numbers."""

import scipy.stats as st

from family import Family, inf, invert, mp

EULER = mp.euler


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def tail(order, shape, moment):
    return moment() if shape > order else inf


def newton(log, cdf, reference):
    """A quantile from SciPy's."""
    return lambda q, *p: invert(lambda x: cdf(x, *p), lambda x: mp.exp(log(x, *p)), reference(*map(float, p)).ppf(float(q)), q)


def family(name, log, cdf, icdf, mean, variance, entropy, reference, **options):
    if icdf is None and reference is not None:
        icdf = newton(log, cdf, reference)
    return Family(name, log, cdf=cdf, icdf=icdf, mean=mean, variance=variance, entropy=entropy, reference=reference, cdf_slopes=True, **options)


def gamma_log(x, a, r):
    return a * mp.log(r) + (a - 1) * mp.log(x) - r * x - mp.loggamma(a)


def gamma_cdf(x, a, r):
    return mp.gammainc(a, 0, r * x, regularized=True)


def gamma_entropy(a, r):
    return a - mp.log(r) + mp.loggamma(a) + (1 - a) * mp.digamma(a)


def weibull_moment(k, n):
    return mp.gamma(1 + n / k)


def kuma_moment(a, b, n):
    return b * mp.beta(1 + n / a, b)


EXPONENTIAL = family(
    'exponential',
    lambda x, r: mp.log(r) - r * x,
    lambda x, r: -mp.expm1(-r * x),
    lambda q, r: -mp.log1p(-q) / r,
    lambda r: 1 / r,
    lambda r: 1 / r**2,
    lambda r: 1 - mp.log(r),
    lambda r: st.expon(scale=1 / r),
)
EXPONENTIAL.at({'rate': 2}, 0.01, 0.7, 9).at({'rate': 2}, 0, at_ends=True).at({'rate': 1e-18}, 1e-18, 1e17).at({'rate': 1e18}, 1e-25, 3e-18).at({'rate': 1}, 80, far=True, icdf=True)

GAMMA = family(
    'gamma',
    gamma_log,
    gamma_cdf,
    None,
    lambda a, r: a / r,
    lambda a, r: a / r**2,
    gamma_entropy,
    lambda a, r: st.gamma(a, scale=1 / r),
)
for a, r, values in [(0.3, 2, (1e-6, 0.1, 5)), (7, 0.5, (1, 14, 60)), (1e3, 10, (80, 100, 125))]:
    GAMMA.at({'concentration': a, 'rate': r}, *values)
GAMMA.at({'concentration': 0.01, 'rate': 1e-6}, 1e-30, 1e5, far=True)
GAMMA.at({'concentration': 1e6, 'rate': 1}, 9.99e5, 1e6, 1.002e6, far=True, only=('slopes', 'mean', 'variance', 'entropy'))
GAMMA.at({'concentration': 3, 'rate': 1e15}, 1e-17, 2e-15, 4e-14, far=True).at({'concentration': 2, 'rate': 1}, 80, 1e4, 1e-12, far=True)

INVERSE_GAMMA = family(
    'inverseGamma',
    lambda x, a, r: a * mp.log(r) - (a + 1) * mp.log(x) - r / x - mp.loggamma(a),
    lambda x, a, r: mp.gammainc(a, r / x, inf, regularized=True),
    None,
    lambda a, r: tail(1, a, lambda: r / (a - 1)),
    lambda a, r: tail(2, a, lambda: r**2 / ((a - 1) ** 2 * (a - 2))),
    lambda a, r: a + mp.log(r) + mp.loggamma(a) - (1 + a) * mp.digamma(a),
    lambda a, r: st.invgamma(a, scale=r),
)
for a, r, values in [(0.7, 2, (0.1, 1, 500)), (3, 0.5, (0.05, 0.2, 30)), (1.5, 1e-12, (1e-13, 1e-12, 1e-3))]:
    INVERSE_GAMMA.at({'concentration': a, 'rate': r}, *values, **({'only': ('slopes', 'cdf', 'mean', 'variance', 'entropy')} if a < 1 else {}))

CHI2 = family(
    'chi2',
    lambda x, k: gamma_log(x, k / 2, mp.mpf(0.5)),
    lambda x, k: gamma_cdf(x, k / 2, mp.mpf(0.5)),
    None,
    lambda k: k,
    lambda k: 2 * k,
    lambda k: gamma_entropy(k / 2, mp.mpf(0.5)),
    lambda k: st.chi2(k),
)
CHI2.at({'df': 1}, 1e-4, 1, 20).at({'df': 5.5}, 0.1, 5, 40).at({'df': 400}, 300, 400, 550).at({'df': 0.01}, 1e-25, 3, far=True)

WEIBULL = family(
    'weibull',
    lambda x, s, k: mp.log(k / s) + (k - 1) * mp.log(x / s) - (x / s) ** k,
    lambda x, s, k: -mp.expm1(-((x / s) ** k)),
    lambda q, s, k: s * (-mp.log1p(-q)) ** (1 / k),
    lambda s, k: s * weibull_moment(k, 1),
    lambda s, k: s**2 * (weibull_moment(k, 2) - weibull_moment(k, 1) ** 2),
    lambda s, k: EULER * (1 - 1 / k) + mp.log(s / k) + 1,
    lambda s, k: st.weibull_min(k, scale=s),
)
WEIBULL.at({'scale': 2, 'concentration': 0.6}, 1e-5, 1.3, 30).at({'scale': 3, 'concentration': 2.5}, 0.1, 3.25, 5)
WEIBULL.at({'scale': 5e-18, 'concentration': 60}, 4e-18, 5.05e-18, 5.2e-18).at({'scale': 1e18, 'concentration': 1}, 1e8, 1e18, 9e18)

PARETO = family(
    'pareto',
    lambda x, s, a: mp.log(a) + a * mp.log(s) - (a + 1) * mp.log(x),
    lambda x, s, a: -mp.expm1(a * mp.log(s / x)),
    lambda q, s, a: s * mp.exp(-mp.log1p(-q) / a),
    lambda s, a: tail(1, a, lambda: a * s / (a - 1)),
    lambda s, a: tail(2, a, lambda: s**2 * a / ((a - 1) ** 2 * (a - 2))),
    lambda s, a: mp.log(s / a) + 1 + 1 / a,
    lambda s, a: st.pareto(a, scale=s),
)
PARETO.at({'scale': 2, 'alpha': 0.6}, 2.001, 5, 1e6).at({'scale': 0.5, 'alpha': 3}, 0.6, 1, 40)
PARETO.at({'scale': 1e-18, 'alpha': 2.5}, 1.0001e-18, 1e-13, 1).at({'scale': 1e18, 'alpha': 500}, 1.0001e18, 1.02e18)


def beta_log(x, a, b):
    return (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - mp.log(mp.beta(a, b))


def beta_entropy(a, b):
    return mp.log(mp.beta(a, b)) - (a - 1) * mp.digamma(a) - (b - 1) * mp.digamma(b) + (a + b - 2) * mp.digamma(a + b)


BETA = family(
    'beta',
    beta_log,
    lambda x, a, b: mp.betainc(a, b, 0, x, regularized=True),
    None,
    lambda a, b: a / (a + b),
    lambda a, b: a * b / ((a + b) ** 2 * (a + b + 1)),
    beta_entropy,
    lambda a, b: st.beta(a, b),
    floors={'concentration1': lambda a, b: mp.sqrt(mp.psi(1, a)), 'concentration0': lambda a, b: mp.sqrt(mp.psi(1, b))},
)
for a, b, values in [(0.4, 2, (1e-5, 0.1, 0.9)), (3, 5, (0.02, 0.4, 0.95)), (200, 30, (0.75, 0.87, 0.95))]:
    BETA.at({'concentration1': a, 'concentration0': b}, *values)
BETA.at({'concentration1': 0.02, 'concentration0': 0.03}, 1e-20, 0.5, 1 - 2**-23, far=True)
BETA.at({'concentration1': 1e6, 'concentration0': 1e5}, 0.909, 0.91, far=True, only=('slopes', 'mean', 'variance', 'entropy'))

KUMARASWAMY = family(
    'kumaraswamy',
    lambda x, a, b: mp.log(a * b) + (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-(x**a)),
    lambda x, a, b: -mp.expm1(b * mp.log1p(-(x**a))),
    lambda q, a, b: (-mp.expm1(mp.log1p(-q) / b)) ** (1 / a),
    lambda a, b: kuma_moment(a, b, 1),
    lambda a, b: kuma_moment(a, b, 2) - kuma_moment(a, b, 1) ** 2,
    lambda a, b: (1 - 1 / b) + (1 - 1 / a) * (mp.digamma(b + 1) + EULER) - mp.log(a * b),
    None,
)
for a, b, values in [(0.5, 2, (1e-5, 0.1, 0.9)), (3, 1.5, (0.02, 0.4, 0.999)), (20, 0.3, (0.5, 0.95, 1 - 2**-20)), (0.05, 40, (1e-30, 1e-10, 0.1))]:
    KUMARASWAMY.at({'concentration1': a, 'concentration0': b}, *values)


def cb_log(x, l):
    return x * l - (mp.log(mp.expm1(l) / l) if l else 0)


def cb_cdf(x, l):
    return mp.expm1(l * x) / mp.expm1(l) if l else x


def cb_icdf(q, l):
    return mp.log1p(q * mp.expm1(l)) / l if l else q


def cb_mean(l):
    return 1 / (1 - mp.exp(-l)) - 1 / l if l else mp.mpf(1) / 2


def cb_var(l):
    return 1 / l**2 - 1 / (4 * mp.sinh(l / 2) ** 2) if l else mp.mpf(1) / 12


def cb_entropy(l):
    return mp.log(mp.expm1(l) / l) - l * cb_mean(l) if l else mp.mpf(0)


ONE = {'logits': lambda *_: 1, 'probs': lambda *p: 1 / (p[-1] * (1 - p[-1]))}
CB_LOGITS = family('continuousBernoulli of logits', cb_log, cb_cdf, cb_icdf, cb_mean, cb_var, cb_entropy, None, floors=ONE)
for l, values in [(0.7, (0.01, 0.5, 0.99)), (-9, (1e-4, 0.3, 0.9)), (80, (0.9, 0.99, 0.999)), (1e-5, (0.2, 0.7))]:
    CB_LOGITS.at({'logits': l}, *values)
CB_LOGITS.at({'logits': -2}, 0, 1, at_ends=True).at({'logits': 1e4}, 0.999, 1, at_ends=True)


def logit(p):
    return mp.log(p / (1 - p))


def last(f, change):
    """A function of the same arguments but the last, which is changed."""
    return lambda *p: f(*p[:-1], change(p[-1]))


CB_PROBS = family(
    'continuousBernoulli of probs',
    *(last(f, logit) for f in (cb_log, cb_cdf, cb_icdf, cb_mean, cb_var, cb_entropy)),
    None,
    floors=ONE,
)
CB_PROBS.at({'probs': 0.3}, 0.01, 0.5, 0.99).at({'probs': 1e-5}, 1e-4, 0.3).at({'probs': 1 - 2**-18}, 0.3, 0.99).at({'probs': 0.5}, 0.4)


def vm_log(x, m, k):
    return k * mp.cos(x - m) - mp.log(2 * mp.pi * mp.besseli(0, k))


def vm_below(density, x, m, k):
    near = [p for p in (m - 6 / mp.sqrt(1 + k), m, m + 6 / mp.sqrt(1 + k)) if -mp.pi < p < x]
    return mp.quad(density, [-mp.pi, *near, x])


def vm_cdf(x, m, k):
    return vm_below(lambda t: mp.exp(vm_log(t, m, k)), x, m, k)


def vm_icdf(q, m, k):
    """Newton's method from where bisection at fewer digits has come, with the constant worked out once."""
    log_norm = mp.log(2 * mp.pi * mp.besseli(0, k))

    def density(t):
        return mp.exp(k * mp.cos(t - m) - log_norm)

    low, high = -mp.pi, mp.pi
    with mp.workdps(15):
        for _ in range(20):
            middle = (low + high) / 2
            low, high = (middle, high) if vm_below(density, middle, m, k) < q else (low, middle)
    return invert(lambda x: vm_below(density, x, m, k), density, (low + high) / 2, q)


def vm_deficit(m, k):
    return 1 - mp.besseli(1, k) / mp.besseli(0, k)


VON_MISES = family(
    'vonMises',
    vm_log,
    vm_cdf,
    vm_icdf,
    lambda m, k: m,
    vm_deficit,
    lambda m, k: mp.log(2 * mp.pi * mp.besseli(0, k)) - k * mp.besseli(1, k) / mp.besseli(0, k),
    None,
    floors={'cdf': lambda m, k: 1, 'value': lambda x, m, k: max(1, mp.sqrt(k)), 'loc': lambda m, k: max(1, mp.sqrt(k))},
)
for m, k, values in [(0, 2, (-3, -0.5, 0.1, 2)), (1, 0.3, (-2, 1, 3)), (-2.5, 4, (-3.1, -2, 2.9)), (0.5, 500, (0.4, 0.5, 0.62))]:
    VON_MISES.at({'loc': m, 'concentration': k}, *values)
VON_MISES.at({'loc': 1, 'concentration': 1e7}, 1, 1.0005, only=('slopes', 'variance', 'entropy')).at({'loc': 1, 'concentration': 1e-10}, -3, 1.2)


def ig_log(x, m, l):
    return (mp.log(l) - mp.log(2 * mp.pi) - 3 * mp.log(x)) / 2 - l * (x - m) ** 2 / (2 * m**2 * x)


def ig_cdf(x, m, l):
    root = mp.sqrt(l / x)
    return mp.ncdf(root * (x / m - 1)) + mp.exp(2 * l / m) * mp.ncdf(-root * (x / m + 1))


def ig_entropy(m, l):
    # E log X = log m - exp(2 l / m) E1(2 l / m)
    e_log = mp.log(m) + mp.exp(2 * l / m) * mp.ei(-2 * l / m)
    return (mp.log(2 * mp.pi) - mp.log(l) + 3 * e_log + 1) / 2


INVERSE_GAUSSIAN = family(
    'inverseGaussian',
    ig_log,
    ig_cdf,
    None,
    lambda m, l: m,
    lambda m, l: m**3 / l,
    ig_entropy,
    lambda m, l: st.invgauss(m / l, scale=l),
)
for m, l, values in [(2, 3, (0.1, 1.5, 20)), (0.5, 40, (0.3, 0.5, 0.8)), (5, 0.01, (1e-4, 0.1, 300)), (1e-10, 1e-9, (3e-11, 1e-10, 4e-10))]:
    INVERSE_GAUSSIAN.at({'loc': m, 'concentration': l}, *values)


def rb_log(x, t, l):
    d = l - t * logit(x)
    return mp.log(t) + d - 2 * mp.log1p(mp.exp(d)) - mp.log(x) - mp.log1p(-x)


def rb_cdf(x, t, l):
    return sigmoid(t * logit(x) - l)


def rb_icdf(q, t, l):
    return sigmoid((logit(q) + l) / t)


RB_LOGITS = family('relaxedBernoulli of logits', rb_log, rb_cdf, rb_icdf, None, None, None, None, floors=ONE)
for t, l, values in [(0.5, 1, (1e-3, 0.4, 0.98)), (2, -1.5, (0.05, 0.3, 0.9))]:
    RB_LOGITS.at({'temperature': t, 'logits': l}, *values)
RB_LOGITS.at({'temperature': 0.05, 'logits': 3}, 1e-30, 0.5, 1 - 2**-20, far=True)
RB_PROBS = family('relaxedBernoulli of probs', *(last(f, logit) for f in (rb_log, rb_cdf, rb_icdf)), None, None, None, None, floors=ONE)
RB_PROBS.at({'temperature': 0.5, 'probs': 0.7}, 1e-3, 0.4, 0.98).at({'temperature': 2, 'probs': 1e-5}, 0.01, 0.5)

FAMILIES = [
    EXPONENTIAL, GAMMA, INVERSE_GAMMA, CHI2, WEIBULL, PARETO, BETA, KUMARASWAMY, CB_LOGITS, CB_PROBS, VON_MISES, INVERSE_GAUSSIAN, RB_LOGITS, RB_PROBS,
]  # fmt: skip
