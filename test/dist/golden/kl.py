"""Golden divergences, as TypeScript on standard output: integrals and sums of q (log q - log p) in mpmath, with no closed form.

    python3 test/dist/golden/kl.py > test/dist/golden/kl.ts && npx prettier --write test/dist/golden/kl.ts
"""

import mpmath as mp
import numpy as np

mp.mp.dps = 20
inf = mp.inf


def f32(x):
    return mp.mpf(float(np.float32(x)))


def normal(x, m, s):
    return -(((x - m) / s) ** 2) / 2 - mp.log(s) - mp.log(2 * mp.pi) / 2


def gamma(x, a, r):
    return a * mp.log(r) + (a - 1) * mp.log(x) - r * x - mp.loggamma(a)


def beta(x, a, b):
    return (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - mp.log(mp.beta(a, b))


def binomial(x, n, p):
    return mp.log(mp.binomial(n, x)) + x * mp.log(p) + (n - x) * mp.log1p(-p)


def within(low, high, log):
    return lambda x: log(x) if low <= x <= high else -inf


# family: (parameters, log density, support: line, positive, unit, counts or bounds)
families = {
    'normal': (['loc', 'scale'], normal, 'line'),
    'laplace': (['loc', 'scale'], lambda x, m, s: -abs(x - m) / s - mp.log(2 * s), 'line'),
    'gumbel': (['loc', 'scale'], lambda x, m, s: -(x - m) / s - mp.exp(-(x - m) / s) - mp.log(s), 'line'),
    'logistic': (['loc', 'scale'], lambda x, m, s: -(x - m) / s - 2 * mp.log1p(mp.exp(-(x - m) / s)) - mp.log(s), 'line'),
    'cauchy': (['loc', 'scale'], lambda x, m, s: -mp.log(mp.pi * s * (1 + ((x - m) / s) ** 2)), 'wide'),
    'studentT': (
        ['df', 'loc', 'scale'],
        lambda x, v, m, s: mp.loggamma((v + 1) / 2)
        - mp.loggamma(v / 2)
        - mp.log(v * mp.pi) / 2
        - mp.log(s)
        - (v + 1) / 2 * mp.log1p(((x - m) / s) ** 2 / v),
        'wide',
    ),
    'halfNormal': (['scale'], lambda x, s: normal(x, 0, s) + mp.log(2), 'positive'),
    'logNormal': (['loc', 'scale'], lambda x, m, s: normal(mp.log(x), m, s) - mp.log(x), 'positive'),
    'exponential': (['rate'], lambda x, r: mp.log(r) - r * x, 'positive'),
    'gamma': (['concentration', 'rate'], gamma, 'positive'),
    'chi2': (['df'], lambda x, k: gamma(x, k / 2, mp.mpf(0.5)), 'positive'),
    'inverseGamma': (['concentration', 'rate'], lambda x, a, r: gamma(1 / x, a, r) - 2 * mp.log(x), 'positive'),
    'weibull': (
        ['scale', 'concentration'],
        lambda x, s, k: mp.log(k / s) + (k - 1) * mp.log(x / s) - (x / s) ** k,
        'positive',
    ),
    'pareto': (
        ['scale', 'alpha'],
        lambda x, s, a: mp.log(a) + a * mp.log(s) - (a + 1) * mp.log(x) if x >= s else -inf,
        'above',
    ),
    'inverseGaussian': (
        ['loc', 'concentration'],
        lambda x, m, c: (mp.log(c) - mp.log(2 * mp.pi) - 3 * mp.log(x)) / 2 - c * (x - m) ** 2 / (2 * m**2 * x),
        'positive',
    ),
    'beta': (['concentration1', 'concentration0'], beta, 'unit'),
    'kumaraswamy': (
        ['concentration1', 'concentration0'],
        lambda x, a, b: mp.log(a * b) + (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-(x**a)),
        'unit',
    ),
    'continuousBernoulli': (['logits'], lambda x, l: x * l - mp.log(mp.expm1(l) / l), 'unit'),
    'logitNormal': (
        ['loc', 'scale'],
        lambda x, m, s: normal(mp.log(x / (1 - x)), m, s) - mp.log(x) - mp.log1p(-x),
        'unit',
    ),
    'uniform': (['low', 'high'], lambda x, a, b: -mp.log(b - a) if a <= x <= b else -inf, 'bounds'),
    'vonMises': (['loc', 'concentration'], lambda x, m, k: k * mp.cos(x - m) - mp.log(2 * mp.pi * mp.besseli(0, k)), 'angle'),
    'poisson': (['rate'], lambda x, r: x * mp.log(r) - r - mp.loggamma(x + 1), 'counts'),
    'geometric': (['probs'], lambda x, p: x * mp.log1p(-p) + mp.log(p), 'counts'),
    'binomial': (['totalCount', 'probs'], lambda x, n, p: binomial(x, n, p) if x <= n else -inf, 'counts'),
    'negativeBinomial': (
        ['totalCount', 'probs'],
        lambda x, r, p: mp.loggamma(x + r) - mp.loggamma(r) - mp.loggamma(x + 1) + r * mp.log1p(-p) + x * mp.log(p),
        'counts',
    ),
}

gammas = [('gamma', (3, 2)), ('gamma', (0.5, 0.2)), ('chi2', (3,)), ('exponential', (0.7,))]
positives = [
    ('halfNormal', (1.5,)),
    ('inverseGamma', (4, 3)),
    ('inverseGaussian', (2, 3)),
    ('logNormal', (0.3, 0.6)),
    ('pareto', (1.5, 5)),
    ('weibull', (2, 1.7)),
]
lines = [('gumbel', (-1, 2)), ('laplace', (0.5, 1.2)), ('logistic', (1, 0.6)), ('studentT', (5, 0.3, 2))]
units = [('beta', (2, 3.5)), ('kumaraswamy', (1.6, 3))]
some = [('uniform', (0.5, 3)), ('continuousBernoulli', (2.5,))]

pairs = [(q, ('normal', (0.5, 1.5))) for q in [*gammas, *positives, *lines, *units, *some]]
pairs += [(q, p) for q in [*positives, *units, ('uniform', (0.5, 3))] for p in [('gamma', (2, 1.5)), ('exponential', (0.8,))]]
pairs += [(q, p) for q in gammas for p in gammas if q != p]
pairs += [(q, ('continuousBernoulli', (-1.5,))) for q in [*units, ('uniform', (0.25, 0.75))]]
pairs += [(q, ('uniform', (-0.5, 1))) for q in [*units, ('continuousBernoulli', (2.5,)), ('uniform', (-0.25, 0.75))]]
pairs += [
    (('gamma', (1000, 10)), ('gamma', (1010, 10))),
    (('exponential', (0.7,)), ('weibull', (2, 1.7))),
    (('weibull', (1, 0.8)), ('weibull', (2, 1.7))),
    (('beta', (2, 3.5)), ('beta', (0.5, 1))),
    (('cauchy', (-1, 2)), ('cauchy', (1, 0.5))),
    (('gumbel', (-1, 2)), ('gumbel', (1, 3))),
    (('halfNormal', (1.5,)), ('halfNormal', (0.7,))),
    (('inverseGamma', (4, 3)), ('inverseGamma', (1.5, 2))),
    (('inverseGaussian', (2, 3)), ('inverseGaussian', (1, 0.5))),
    (('laplace', (0.5, 1.2)), ('laplace', (-1, 2))),
    (('logNormal', (0.3, 0.6)), ('logNormal', (-0.5, 1))),
    (('logitNormal', (0.3, 0.6)), ('logitNormal', (-0.5, 1))),
    (('pareto', (1.5, 5)), ('pareto', (0.5, 2))),
    (('vonMises', (0.5, 2)), ('vonMises', (-1, 0.7))),
    (('continuousBernoulli', (2.5,)), ('continuousBernoulli', (-1.5,))),
    (('poisson', (3.5,)), ('poisson', (2,))),
    (('geometric', (0.3,)), ('geometric', (0.6,))),
    (('binomial', (7, 0.3)), ('binomial', (7, 0.6))),
    (('negativeBinomial', (2.5, 0.3)), ('negativeBinomial', (2.5, 0.6))),
    # Infinite: q goes where p cannot, or its tail is too heavy.
    (('pareto', (0.5, 5)), ('pareto', (1.5, 2))),
    (('uniform', (-0.5, 3)), ('gamma', (2, 1.5))),
    (('uniform', (0.5, 3)), ('continuousBernoulli', (1,))),
    (('beta', (2, 3.5)), ('uniform', (0.5, 1))),
    (('pareto', (1.5, 2)), ('normal', (0, 1))),
    (('pareto', (1.5, 1)), ('gamma', (2, 1))),
    (('normal', (0, 1)), ('gamma', (2, 1))),
    (('gamma', (2, 1)), ('beta', (2, 1))),
]


def grid(kind, params):
    """x as a function of t, its derivative, and the t between which q is integrated in parts."""
    one = lambda t: mp.mpf(1)
    if kind == 'unit':
        return (lambda t: 1 / (1 + mp.exp(-t))), (lambda t: 1 / (2 + mp.exp(t) + mp.exp(-t))), [-40, -20, -10, -3, 0, 3, 10, 20, 40]
    if kind == 'angle':
        return (lambda t: t), one, [-mp.pi, -1, 0, 1, mp.pi]
    if kind == 'bounds':
        return (lambda t: t), one, list(params)
    if kind == 'positive':
        return mp.exp, mp.exp, [-80, -40, -20, -10, -5, -3, -1, 0, 1, 2, 3, 4, 5, 7, 10, 20, 40, 80]
    if kind == 'above':
        return (lambda t: params[0] * mp.exp(t)), (lambda t: params[0] * mp.exp(t)), [0, 1, 5, 20, 60]
    if kind == 'wide':
        return mp.sinh, mp.cosh, [-60, -30, -10, -5, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 5, 10, 30, 60]
    return (lambda t: t), one, [-200, -100, -50, -20, -10, -5, -2, 0, params[-2], 2, 5, 10, 20, 50, 100, 200]


def divergence(q, p):
    (name_q, q_params), (name_p, p_params) = q, p
    (_, log_q, kind), (_, log_p, kind_p) = families[name_q], families[name_p]
    q_params, p_params = [f32(x) for x in q_params], [f32(x) for x in p_params]
    if goes_beyond(name_q, kind, q_params, name_p, kind_p, p_params):
        return inf

    def gain(x):
        log = log_q(x, *q_params)
        return mp.exp(log) * (log - log_p(x, *p_params)) if log > -2000 else mp.mpf(0)

    if kind == 'counts':
        return mp.fsum(gain(mp.mpf(n)) for n in range(int(q_params[0]) + 1 if name_q == 'binomial' else 300))
    place, slope, ends = grid(kind, q_params)
    return mp.quad(lambda t: gain(place(t)) * slope(t) if t not in ends else mp.mpf(0), sorted(set(map(mp.mpf, ends))))


def goes_beyond(name_q, kind, q_params, name_p, kind_p, p_params):
    """Whether the divergence is infinite, by hand: the integral would not say so."""
    if (name_q, name_p) in [('pareto', 'normal'), ('pareto', 'gamma')] and q_params[1] <= (2 if name_p == 'normal' else 1):
        return True
    low_high = {'line': (-inf, inf), 'wide': (-inf, inf), 'positive': (0, inf), 'unit': (0, 1)}
    span = lambda kind, params: (params[0], inf) if kind == 'above' else tuple(params) if kind == 'bounds' else low_high.get(kind, (0, 0))
    (low_q, high_q), (low_p, high_p) = span(kind, q_params), span(kind_p, p_params)
    return low_q < low_p or high_q > high_p


def written(dist):
    name, params = dist
    return f"'{name}', {{ " + ', '.join(f'{n}: {v}' for n, v in zip(families[name][0], params)) + ' }'


print(f"""// Made by test/dist/golden/kl.py with mpmath {mp.__version__}; not to be edited.

type Side = readonly [family: string, params: Readonly<Record<string, number>>];

/** A distribution, another, and the divergence of the first from the second in nats. */
export const divergences: readonly (readonly [q: Side, p: Side, kl: number])[] = [""")
for q, p in pairs:
    value = divergence(q, p)
    print(f'[[{written(q)}], [{written(p)}], {"Infinity" if value == inf else mp.nstr(value, 15)}],')
print('];')
