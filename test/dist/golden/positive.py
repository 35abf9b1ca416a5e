"""Golden numbers of the families of positive and bounded numbers, as TypeScript on standard output.

    python3 test/dist/golden/positive.py > test/dist/golden/positive.ts && npx prettier --write test/dist/golden/positive.ts

Densities and distribution functions are written out in mpmath at 40 digits, and their derivatives taken there; wherever SciPy
has the family, the two must agree.
"""

import sys

import mpmath as mp
import numpy as np
import scipy
import scipy.stats as st

mp.mp.dps = 40
inf = mp.inf


def f32(x):
    return mp.mpf(float(np.float32(x)))


def gamma_log(x, a, r):
    return a * mp.log(r) + (a - 1) * mp.log(x) - r * x - mp.loggamma(a)


def gamma_cdf(x, a, r):
    return mp.gammainc(a, 0, r * x, regularized=True)


def gamma_entropy(a, r):
    return a - mp.log(r) + mp.loggamma(a) + (1 - a) * mp.digamma(a)


def tail(order, shape, moment):
    return moment() if shape > order else inf


def weibull_moment(k, n):
    return mp.gamma(1 + n / k)


def kuma_moment(a, b, n):
    return b * mp.beta(1 + n / a, b)


def cb_log(x, l):
    return x * l - (mp.log(mp.expm1(l) / l) if l else 0)


def cb_cdf(x, l):
    return mp.expm1(l * x) / mp.expm1(l) if l else x


def cb_mean(l):
    return 1 / (1 - mp.exp(-l)) - 1 / l


def cb_var(l):
    return 1 / l**2 - 1 / (4 * mp.sinh(l / 2) ** 2)


def vm_log(x, m, k):
    return k * mp.cos(x - m) - mp.log(2 * mp.pi * mp.besseli(0, k))


def vm_cdf(x, m, k):
    near = [p for p in (m - 6 / mp.sqrt(1 + k), m, m + 6 / mp.sqrt(1 + k)) if -mp.pi < p < x]
    return mp.quad(lambda t: mp.exp(vm_log(t, m, k)), [-mp.pi, *near, x])


def ig_log(x, m, l):
    return (mp.log(l) - mp.log(2 * mp.pi) - 3 * mp.log(x)) / 2 - l * (x - m) ** 2 / (2 * m**2 * x)


def ig_cdf(x, m, l):
    root = mp.sqrt(l / x)
    return mp.ncdf(root * (x / m - 1)) + mp.exp(2 * l / m) * mp.ncdf(-root * (x / m + 1))


def ig_entropy(m, l):
    # E log X = log m - exp(2 l / m) E1(2 l / m)
    e_log = mp.log(m) + mp.exp(2 * l / m) * mp.ei(-2 * l / m)
    return (mp.log(2 * mp.pi) - mp.log(l) + 3 * e_log + 1) / 2


def rb_log(x, t, l):
    d = l - t * mp.log(x / (1 - x))
    return mp.log(t) + d - 2 * mp.log1p(mp.exp(d)) - mp.log(x) - mp.log1p(-x)


def rb_cdf(x, t, l):
    return 1 / (1 + mp.exp(l - t * mp.log(x / (1 - x))))


# name: (parameters, log density, cdf, mean, variance, entropy, SciPy's distribution, [(parameters, values)])
families = {
    'exponential': (
        ['rate'],
        lambda x, r: mp.log(r) - r * x,
        lambda x, r: -mp.expm1(-r * x),
        lambda r: 1 / r,
        lambda r: 1 / r**2,
        lambda r: 1 - mp.log(r),
        lambda r: st.expon(scale=1 / r),
        [((2,), (0.01, 0.7, 9)), ((1e-18,), (1e-30, 1e17)), ((1e18,), (1e-25, 3e-18))],
    ),
    'gamma': (
        ['concentration', 'rate'],
        gamma_log,
        gamma_cdf,
        lambda a, r: a / r,
        lambda a, r: a / r**2,
        gamma_entropy,
        lambda a, r: st.gamma(a, scale=1 / r),
        [((0.3, 2), (1e-6, 0.1, 5)), ((7, 0.5), (1, 14, 60)), ((1e3, 10), (80, 100, 125)), ((0.01, 1e-6), (1e-30, 1e5))],
    ),
    'inverseGamma': (
        ['concentration', 'rate'],
        lambda x, a, r: a * mp.log(r) - (a + 1) * mp.log(x) - r / x - mp.loggamma(a),
        lambda x, a, r: mp.gammainc(a, r / x, inf, regularized=True),
        lambda a, r: tail(1, a, lambda: r / (a - 1)),
        lambda a, r: tail(2, a, lambda: r**2 / ((a - 1) ** 2 * (a - 2))),
        lambda a, r: a + mp.log(r) + mp.loggamma(a) - (1 + a) * mp.digamma(a),
        lambda a, r: st.invgamma(a, scale=r),
        [((0.7, 2), (0.1, 1, 500)), ((3, 0.5), (0.05, 0.2, 30)), ((1.5, 1e-12), (1e-13, 1e-12, 1e-3))],
    ),
    'chi2': (
        ['df'],
        lambda x, k: gamma_log(x, k / 2, mp.mpf(0.5)),
        lambda x, k: gamma_cdf(x, k / 2, mp.mpf(0.5)),
        lambda k: k,
        lambda k: 2 * k,
        lambda k: gamma_entropy(k / 2, mp.mpf(0.5)),
        lambda k: st.chi2(k),
        [((1,), (1e-4, 1, 20)), ((5.5,), (0.1, 5, 40)), ((400,), (300, 400, 550))],
    ),
    'weibull': (
        ['scale', 'concentration'],
        lambda x, s, k: mp.log(k / s) + (k - 1) * mp.log(x / s) - (x / s) ** k,
        lambda x, s, k: -mp.expm1(-((x / s) ** k)),
        lambda s, k: s * weibull_moment(k, 1),
        lambda s, k: s**2 * (weibull_moment(k, 2) - weibull_moment(k, 1) ** 2),
        lambda s, k: mp.euler * (1 - 1 / k) + mp.log(s / k) + 1,
        lambda s, k: st.weibull_min(k, scale=s),
        [((2, 0.6), (1e-5, 1.3, 30)), ((3, 2.5), (0.1, 3.25, 5)), ((5e-20, 60), (4e-20, 5.05e-20, 5.2e-20)), ((1e30, 1), (1e20, 1e30, 9e30))],
    ),
    'pareto': (
        ['scale', 'alpha'],
        lambda x, s, a: mp.log(a) + a * mp.log(s) - (a + 1) * mp.log(x),
        lambda x, s, a: -mp.expm1(a * mp.log(s / x)),
        lambda s, a: tail(1, a, lambda: a * s / (a - 1)),
        lambda s, a: tail(2, a, lambda: s**2 * a / ((a - 1) ** 2 * (a - 2))),
        lambda s, a: mp.log(s / a) + 1 + 1 / a,
        lambda s, a: st.pareto(a, scale=s),
        [((2, 0.6), (2.001, 5, 1e6)), ((0.5, 3), (0.6, 1, 40)), ((1e-20, 2.5), (1.0001e-20, 1e-15, 1)), ((1e20, 500), (1.0001e20, 1.02e20))],
    ),
    'beta': (
        ['concentration1', 'concentration0'],
        lambda x, a, b: (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - mp.log(mp.beta(a, b)),
        lambda x, a, b: mp.betainc(a, b, 0, x, regularized=True),
        lambda a, b: a / (a + b),
        lambda a, b: a * b / ((a + b) ** 2 * (a + b + 1)),
        lambda a, b: mp.log(mp.beta(a, b)) - (a - 1) * mp.digamma(a) - (b - 1) * mp.digamma(b) + (a + b - 2) * mp.digamma(a + b),
        lambda a, b: st.beta(a, b),
        [((0.4, 2), (1e-5, 0.1, 0.9)), ((3, 5), (0.02, 0.4, 0.95)), ((0.02, 0.03), (1e-20, 0.5)), ((200, 30), (0.75, 0.87, 0.95))],
    ),
    'kumaraswamy': (
        ['concentration1', 'concentration0'],
        lambda x, a, b: mp.log(a * b) + (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-(x**a)),
        lambda x, a, b: -mp.expm1(b * mp.log1p(-(x**a))),
        lambda a, b: kuma_moment(a, b, 1),
        lambda a, b: kuma_moment(a, b, 2) - kuma_moment(a, b, 1) ** 2,
        lambda a, b: (1 - 1 / b) + (1 - 1 / a) * (mp.digamma(b + 1) + mp.euler) - mp.log(a * b),
        None,
        [((0.5, 2), (1e-5, 0.1, 0.9)), ((3, 1.5), (0.02, 0.4, 0.999)), ((20, 0.3), (0.5, 0.95, 1 - 2**-20)), ((0.05, 40), (1e-30, 1e-10, 0.1))],
    ),
    'continuousBernoulli': (
        ['logits'],
        cb_log,
        cb_cdf,
        lambda l: cb_mean(l) if l else mp.mpf(1) / 2,
        lambda l: cb_var(l) if l else mp.mpf(1) / 12,
        lambda l: mp.log(mp.expm1(l) / l) - l * cb_mean(l) if l else mp.mpf(0),
        None,
        [((0.7,), (0.01, 0.5, 0.99)), ((-9,), (1e-4, 0.3, 0.9)), ((80,), (0.9, 0.99, 0.999)), ((1e-5,), (0.2, 0.7))],
    ),
    'vonMises': (
        ['loc', 'concentration'],
        vm_log,
        vm_cdf,
        None,
        None,
        lambda m, k: mp.log(2 * mp.pi * mp.besseli(0, k)) - k * mp.besseli(1, k) / mp.besseli(0, k),
        lambda m, k: st.vonmises(k, loc=m) if m == 0 else None,
        [((0, 2), (-3, -0.5, 0.1, 2)), ((1, 0.3), (-2, 1, 3)), ((-2.5, 4), (-3.1, -2, 2.9)), ((0.5, 500), (0.4, 0.5, 0.62))],
    ),
    'inverseGaussian': (
        ['loc', 'concentration'],
        ig_log,
        ig_cdf,
        lambda m, l: m,
        lambda m, l: m**3 / l,
        ig_entropy,
        lambda m, l: st.invgauss(m / l, scale=l),
        [((2, 3), (0.1, 1.5, 20)), ((0.5, 40), (0.3, 0.5, 0.8)), ((5, 0.01), (1e-4, 0.1, 300)), ((1e-10, 1e-9), (3e-11, 1e-10, 4e-10))],
    ),
    'relaxedBernoulli': (
        ['temperature', 'logits'],
        rb_log,
        rb_cdf,
        None,
        None,
        None,
        None,
        [((0.5, 1), (1e-3, 0.4, 0.98)), ((2, -1.5), (0.05, 0.3, 0.9)), ((0.05, 3), (1e-30, 0.5, 1 - 2**-20))],
    ),
}


def check(ours, theirs, what):
    if not (abs(ours - theirs) <= 1e-9 * (1 + abs(theirs))):
        sys.exit(f'{what}: {ours} here, {theirs} in SciPy')


def number(x):
    x = mp.mpf(x)
    return 'Infinity' if x == inf else mp.nstr(x, 17, min_fixed=-4, max_fixed=17)


def partials(f, args):
    """The derivatives of f by each argument, by central differences at 40 digits."""
    found = []
    for i, at in enumerate(args):
        step = abs(at) * mp.mpf(10) ** -12 if at else mp.mpf(10) ** -12
        up, down = ([*args[:i], at + sign * step, *args[i + 1 :]] for sign in (1, -1))
        found.append((f(*up) - f(*down)) / (2 * step))
    return found


def row(name, spec, params, values):
    names, log_density, cdf, mean, variance, entropy, reference, _ = spec
    params, values = [f32(p) for p in params], [f32(x) for x in values]
    logs = [log_density(x, *params) for x in values]
    cdfs = [cdf(x, *params) for x in values]
    theirs = reference and reference(*map(float, params))
    if theirs is not None:
        for x, log, part in zip(values, logs, cdfs):
            check(log, theirs.logpdf(float(x)), f'{name} log density')
            check(part, theirs.cdf(float(x)), f'{name} cdf')
        if mean:
            check(mean(*params) / theirs.mean(), 1, f'{name} mean') if mean(*params) != inf else None
            check(variance(*params) / theirs.var(), 1, f'{name} variance') if variance(*params) != inf else None
        check(entropy(*params), theirs.entropy(), f'{name} entropy')
    gradients = [partials(log_density, [x, *params]) for x in values]
    slopes = [partials(cdf, [x, *params]) for x in values]
    lists = {
        'values': values,
        'logProb': logs,
        'cdf': cdfs,
    }
    out = [f"family: '{name}'", 'params: { ' + ', '.join(f'{n}: {number(p)}' for n, p in zip(names, params)) + ' }']
    out += [f'{key}: [{", ".join(map(number, numbers))}]' for key, numbers in lists.items()]
    for key, rows in (('gradients', gradients), ('slopes', slopes)):
        columns = zip(['value', *names], zip(*rows))
        out.append(f'{key}: {{ ' + ', '.join(f'{n}: [{", ".join(map(number, c))}]' for n, c in columns) + ' }')
    for key, moment in (('mean', mean), ('variance', variance), ('entropy', entropy)):
        if moment:
            out.append(f'{key}: {number(moment(*params))}')
    return '{ ' + ', '.join(out) + ' },'


print(f"""// Made by test/dist/golden/positive.py with mpmath {mp.__version__} and SciPy {scipy.__version__}; not to be edited.

/** One set of parameters of one family: everything that it has in closed form, at some values. */
export interface Golden {{
  readonly family: string;
  readonly params: Readonly<Record<string, number>>;
  readonly values: readonly number[];
  readonly logProb: readonly number[];
  readonly cdf: readonly number[];
  /** Derivatives of `logProb`, and of `cdf`, by the value and by each parameter. */
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly slopes: Readonly<Record<string, readonly number[]>>;
  readonly mean?: number;
  readonly variance?: number;
  readonly entropy?: number;
}}

export const golden: readonly Golden[] = [""")
for name, spec in families.items():
    for params, values in spec[-1]:
        print(row(name, spec, params, values))
print('];')
