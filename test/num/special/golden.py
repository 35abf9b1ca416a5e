"""Golden values of the special functions, from mpmath in 60 digits: python3 golden.py > golden.tsv

One line a point: function, arguments (exact float32 numbers), value, partial derivatives. The first line has the versions.
"""

import functools
import platform
import struct

import mpmath as mp

mp.mp.dps = 60
TINY, HUGE = 2.0**-126, 3e38


def f32(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def even(low, high, n):
    """n numbers spread over an interval, both ends among them."""
    return [f32(low + (high - low) * i / (n - 1)) for i in range(n)]


def geometric(low, high, n):
    low, high = mp.log(low), mp.log(high)
    return [f32(mp.exp(low + (high - low) * i / (n - 1))) for i in range(n)]


def below(points):
    return [-x for x in points]


def both(points):
    return points + below(points)


# --- functions of one argument: (function, derivative, points)

ROOT_TWO_PI = mp.sqrt(2 * mp.pi)


def density(x):
    return mp.exp(-x * x / 2) / ROOT_TWO_PI


def upper_tail(x):
    """Phi(-x), also for large x, where erfc of mpmath keeps its digits."""
    return mp.erfc(x / mp.sqrt(2)) / 2


def hazard(x):
    """density / Phi(-x) by the continued fraction where both underflow any exponent in reasonable time."""
    if x < 1e3:
        return density(x) / upper_tail(x)
    w = 1 / x**2
    return x / (1 - w + 3 * w**2 - 15 * w**3 + 105 * w**4)


def log_upper_tail(x):
    return mp.log(upper_tail(x)) if x < 1e3 else -x * x / 2 - mp.log(ROOT_TWO_PI) - mp.log(hazard(x))


def quantile(p):
    if p > 0.5:
        return -quantile(1 - p)
    if p == 0.5:
        return mp.mpf(0)
    if p > 0.01:
        return mp.sqrt(2) * mp.erfinv(2 * p - 1)
    start = -mp.sqrt(-2 * mp.log(p)) * mp.mpf("0.95")
    return mp.findroot(lambda z: log_upper_tail(-z) - mp.log(p), start)


def erfinv(x):
    return mp.sign(x) * -quantile((1 - abs(x)) / 2) / mp.sqrt(2) if abs(x) > 0.5 else mp.erfinv(x)


def log_erfc(x):
    if x < 0.5:
        return mp.log1p(-mp.erf(x))
    return mp.log(2) + log_upper_tail(x * mp.sqrt(2))


def log_erfc_slope(x):
    return -mp.sqrt(2) * hazard(x * mp.sqrt(2)) if x > 0 else -2 / mp.sqrt(mp.pi) * mp.exp(-x * x) / mp.erfc(x)


def lgamma(x):
    return mp.loggamma(x)


def bessel_tail(order, x):
    """exp(-x) I(x) for x > 0, by the asymptotic series where that of mpmath is slow."""
    if x < 1e4:
        return mp.besseli(order, x) * mp.exp(-x)
    mu, total, term = 4 * order**2, mp.mpf(1), mp.mpf(1)
    for k in range(1, 12):
        term *= -(mu - (2 * k - 1) ** 2) / (k * 8 * x)
        total += term
    return total / mp.sqrt(2 * mp.pi * x)


def i0e(x):
    return bessel_tail(0, abs(x))


def i1e(x):
    return mp.sign(x) * bessel_tail(1, abs(x))


def ratio(x):
    return i1e(x) / i0e(x) if x != 0 else mp.mpf(0)


def ratio_slope(x):
    return 1 - ratio(x) / x - ratio(x) ** 2 if x != 0 else mp.mpf(1) / 2


def i1e_slope(x):
    return i0e(x) - i1e(x) / x - mp.sign(x) * i1e(x) if x != 0 else mp.mpf(1) / 2


def excess_slope(x, n):
    """The derivative of that order of digamma(x + 1) - log x."""
    return mp.psi(n, x + 1) - (mp.log(x) if n == 0 else (-1) ** (n - 1) * mp.factorial(n - 1) / x**n)


def half_step(x):
    return mp.loggamma(x + mp.mpf(1) / 2) - mp.loggamma(x) - mp.log(x) / 2


def unit_mean(x):
    return 1 + 1 / mp.expm1(x) - 1 / x if x != 0 else mp.mpf(1) / 2


def unit_variance(x):
    f = 1 / mp.expm1(abs(x))
    return 1 / x**2 - f * (1 + f)


def part(n, t):
    """E max(0, Z + t)^n, by its recurrence; far on the left by its asymptotic series."""
    if t > -1e3:
        parts = [density(t), upper_tail(-t)]
        for k in range(n):
            parts.append(t * parts[-1] + max(k, 1) * parts[-2])
        return parts[-1]
    return density(t) * sum((-1) ** k * mp.factorial(n + 2 * k) / mp.factorial(k) / 2**k / (-t) ** (n + 2 * k + 1) for k in range(8))


def log_part(n, t):
    if t > -1e3:
        return mp.log(part(n, t))
    return -t * t / 2 - mp.log(ROOT_TWO_PI) + mp.log(part(n, t) / density(t))


def part_slope(n, t):
    if t > -1e3:
        return n * part(n - 1, t) / part(n, t)
    return n * (part(n - 1, t) / density(t)) / (part(n, t) / density(t))


def scaled_e1(x):
    return mp.exp(x) * mp.e1(x)


ONE = {
    "factorialExcess": (
        lambda x: mp.loggamma(x + 1) - x * mp.log(x) + x,
        lambda x: excess_slope(x, 0),
        geometric(1e-20, 1e30, 100) + even(0.5, 20, 40),
    ),
    "digammaExcess": (lambda x: excess_slope(x, 0), lambda x: excess_slope(x, 1), geometric(1e-15, 1e18, 100) + even(0.5, 20, 40)),
    "logGammaHalfStep": (
        half_step,
        lambda x: mp.digamma(x + mp.mpf(1) / 2) - mp.digamma(x) - 1 / (2 * x),
        geometric(1e-20, 1e18, 100) + even(0.5, 20, 40),
    ),
    "logUnitIntegral": (
        lambda x: mp.log(mp.expm1(x) / x),
        unit_mean,
        both(geometric(1e-10, 80, 60) + even(0.5, 2, 10)) + geometric(80, 1e30, 20),
    ),
    "unitMean": (unit_mean, unit_variance, both(geometric(1e-6, 80, 60) + even(0.5, 2, 10) + geometric(80, 1e18, 20))),
    "logPositivePart": (
        lambda t: log_part(1, t),
        lambda t: part_slope(1, t),
        even(-40, 12, 150) + below(geometric(40, 1e9, 30)) + geometric(12, 1e30, 20),
    ),
    "logSquaredPositivePart": (
        lambda t: log_part(2, t),
        lambda t: part_slope(2, t),
        even(-40, 12, 150) + below(geometric(40, 1e9, 30)) + geometric(12, 1e30, 20),
    ),
    "normalHazard": (
        lambda x: density(x) / upper_tail(-x) if x > 0 else hazard(-x),
        lambda x: -hazard(-x) * (x + hazard(-x)) if x < 0 else -density(x) / upper_tail(-x) * (x + density(x) / upper_tail(-x)),
        even(-40, 12, 150),
    ),
    "scaledExpIntegral": (scaled_e1, lambda x: scaled_e1(x) - 1 / x, geometric(1e-30, 1e12, 100) + even(0.5, 5, 20)),
    "normalCdf": (lambda x: upper_tail(-x), density, even(-14.2, 8, 240)),
    "logNormalCdf": (
        lambda x: mp.log1p(-upper_tail(x)) if x > 0 else log_upper_tail(-x),
        lambda x: density(x) / upper_tail(-x) if x > 0 else hazard(-x),
        even(-40, 12, 200) + below(geometric(40, 1e19, 40)),
    ),
    "normalQuantile": (
        quantile,
        lambda p: 1 / density(quantile(p)),
        geometric(2.0**-126, 0.5, 120) + even(0.01, 0.99, 99) + [f32(1 - x) for x in geometric(2.0**-24, 0.1, 40)],
    ),
    "erf": (mp.erf, lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x), both(geometric(1e-30, 9, 120))),
    "erfc": (mp.erfc, lambda x: -2 / mp.sqrt(mp.pi) * mp.exp(-x * x), even(-5, 9.19, 240)),
    "logErfc": (log_erfc, log_erfc_slope, even(-6, 9, 150) + both(geometric(1e-20, 1, 40)) + geometric(9, 1e19, 30)),
    "erfinv": (
        erfinv,
        lambda x: mp.sqrt(mp.pi) / 2 * mp.exp(erfinv(x) ** 2),
        both(geometric(1e-30, 0.9, 80) + [f32(1 - x) for x in geometric(2.0**-24, 0.2, 60)]),
    ),
    "softplus": (
        lambda x: mp.log1p(mp.exp(x)),
        lambda x: 1 / (1 + mp.exp(-x)),
        even(-87, 100, 200) + geometric(100, HUGE, 20) + both(geometric(1e-10, 1, 20)),
    ),
    "logExpm1": (
        lambda x: x + mp.log(-mp.expm1(-x)),
        lambda x: -1 / mp.expm1(-x),
        geometric(TINY, HUGE, 120) + even(0.3, 1.1, 100) + [f32(mp.log(2) * (1 + s * mp.mpf(2) ** -k)) for k in range(4, 23) for s in (-1, 1)],
    ),
    "log1mexp": (
        lambda x: mp.log(-mp.expm1(x)),
        lambda x: -1 / mp.expm1(-x),
        below(geometric(TINY, 87, 150) + even(0.3, 1.1, 60)),
    ),
    "log1p": (
        mp.log1p,
        lambda x: 1 / (1 + x),
        geometric(1e-38, HUGE, 120) + below(geometric(1e-38, 0.9, 80)) + [f32(x - 1) for x in geometric(2.0**-24, 0.1, 20)],
    ),
    "logit": (lambda p: mp.log(p) - mp.log1p(-p), lambda p: 1 / (p * (1 - p)), geometric(TINY, 0.9, 100) + even(0.4, 0.6, 50)),
    "lgamma": (
        lgamma,
        mp.digamma,
        geometric(TINY, 3e36, 200) + even(0.8, 3.2, 100) + [f32(r * (1 + s * mp.mpf(2) ** -k)) for k in range(4, 23) for s in (-1, 1) for r in (1, 2)],
    ),
    "digamma": (
        mp.digamma,
        lambda x: mp.psi(1, x),
        geometric(1e-18, 1e19, 200)
        + even(0.8, 3.2, 60)
        + [f32(mp.mpf("1.46163214496836234") * (1 + s * mp.mpf(2) ** -k)) for k in range(4, 23) for s in (-1, 1)],
    ),
    "trigamma": (lambda x: mp.psi(1, x), None, geometric(1e-18, 1e37, 200) + even(0.8, 3.2, 60)),
    "logI0": (
        lambda x: mp.log(i0e(x)) + abs(x),
        ratio,
        both(geometric(1e-15, 1e30, 100) + even(3, 7, 40)),
    ),
    "besselDeficit": (lambda x: 1 - ratio(x), lambda x: -ratio_slope(x), geometric(1e-10, 1e18, 100) + even(0, 7, 60)),
    "besselRatio": (ratio, ratio_slope, both(geometric(1e-30, 1e18, 100) + even(3, 7, 40))),
    "i0e": (i0e, lambda x: i1e(x) - mp.sign(x) * i0e(x), both(geometric(1e-30, HUGE, 100) + even(3, 7, 40))),
    "i1e": (i1e, i1e_slope, both(geometric(1e-30, HUGE, 100) + even(3, 7, 40))),
}

# --- functions of several arguments: (function, partial derivatives, points)


def pairs(first, second):
    return [(x, y) for x in first for y in second]


def beta_log(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


SOME = geometric(1e-30, 1e30, 13) + [f32(x) for x in (0.1, 0.5, 0.9, 1.5, 2, 2.9, 3, 3.1, 7.7, 50)]



def lower_gamma(a, x):
    return mp.gammainc(a, 0, x, regularized=True)


def upper_gamma(a, x):
    return mp.gammainc(a, x, mp.inf, regularized=True)


def gamma_density(a, x):
    return mp.exp((a - 1) * mp.log(x) - x - mp.loggamma(a))


def slope(f, i):
    """The partial derivative of f in its argument i, by differences of order 8 in twice the digits."""

    def partial(*at):
        at = list(at)
        h = abs(at[i]) * mp.mpf(10) ** -12
        weights = [mp.mpf(4) / 5, -mp.mpf(1) / 5, mp.mpf(4) / 105, -mp.mpf(1) / 280]
        total = mp.mpf(0)
        for k, weight in enumerate(weights, 1):
            total += weight * (f(*at[:i], at[i] + k * h, *at[i + 1 :]) - f(*at[:i], at[i] - k * h, *at[i + 1 :]))
        return total / h

    return partial


def gamma_points():
    """Concentrations of all sizes, and x where the smaller of P and Q is a normal float32."""
    points = []
    for a in [f32(x) for x in (1e-30, 1e-6, 0.01, 0.3, 0.9, 1, 1.7, 6, 30, 150, 190, 210, 2e3)]:
        spread = mp.sqrt(a) if a > 1 else 1
        near = [a + z * spread for z in (-12, -6, -3, -1, -0.3, 0.01, 0.3, 1, 3, 6, 12)]
        far = [mp.mpf(10) ** k for k in (-30, -9, -4, -2, -0.3)] + [0.99, 1.01, 3, 20, 60]
        points += [(a, f32(x)) for x in near + (far if a < 50 else []) if x > 0]
    return points


def lower_beta(a, b, x):
    # Where the hypergeometric function is near its branch point, mpmath leaves an imaginary part of the size of a rounding.
    return mp.re(mp.betainc(a, b, 0, x, regularized=True))


def beta_density(a, b, x):
    return mp.exp((a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - beta_log(a, b))


def beta_points():
    """Concentrations of all sizes, and x from tail to tail."""
    points = []
    sizes = [(1e-20, 1e-20), (1e-6, 0.5), (1e-6, 1e4), (0.1, 0.1), (0.3, 40), (0.9, 1e6), (1, 1), (1, 5), (1.5, 0.7), (5, 2), (20, 20)]
    sizes += [(3, 1e6), (3, 1e20), (150, 2), (190, 0.01), (210, 0.01), (210, 1.5), (250, 250), (1e3, 3e3), (1e3, 50)]
    for a, b in [pair for a, b in sizes for pair in {(a, b), (b, a)}]:
        a, b = f32(a), f32(b)
        mean = mp.mpf(a) / (mp.mpf(a) + b)
        deviation = mp.sqrt(mean * (1 - mean) / (1 + mp.mpf(a) + b))
        xs = {f32(mean + z * deviation) for z in (-8, -3, -1, -0.2, 0.2, 1, 3, 8)}
        xs |= {f32(x) for x in (mean * mp.mpf("0.01"), 0.01, 0.5, 0.99)} if a + b < 1e3 else set()
        points += [(a, b, x) for x in sorted(xs) if 0 < x < 1]
    return points


def inverse(f, density, points):
    """A function p -> x with f(..., x) = p, and the points of it that belong to points of f.

    Not for tiny concentrations, where the rounding of p to a float32 moves x by many powers of ten.
    """
    found = {}
    for *shape, x in points:
        p = f32(f(*(mp.mpf(each) for each in shape), mp.mpf(x)))
        if 1e-37 < p < 1 and min(shape) >= 0.009:
            found[(*shape, p)] = mp.mpf(x)

    @functools.cache
    def solve(*at):
        *shape, p = at
        x = found[tuple(float(each) for each in at)]
        for _ in range(9):
            x -= (f(*shape, x) - p) / density(*shape, x)
        return x

    return solve, list(found)


def inverse_partials(solve, f, density, count):
    def by_shape(i):
        return lambda *at: -slope(f, i)(*at[:-1], solve(*at)) / density(*at[:-1], solve(*at))

    return [*(by_shape(i) for i in range(count)), lambda *at: 1 / density(*at[:-1], solve(*at))]


def inverse_entry(f, density, points, count):
    solve, at = inverse(f, density, points)
    return solve, inverse_partials(solve, f, density, count), at


def deviance(x, mean):
    return x * mp.log(x / mean) + mean - x


def deviance_points():
    sizes = geometric(1e-10, 1e12, 8)
    shares = [0.01, 0.5, 0.82, 0.9, 0.999, 1.0001, 1.05, 1.2, 1.25, 3, 1e3]
    return [(x, f32(mp.mpf(x) * share)) for x in sizes for share in shares]


def student_cdf(z, df):
    tail = mp.re(mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + z * z), regularized=True)) / 2
    return tail if z < 0 else 1 - tail


def student_density(z, df):
    return mp.exp(mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2 - (df + 1) / 2 * mp.log1p(z * z / df))


def student_points():
    return pairs([f32(z) for z in (-1e4, -60, -8, -3, -1, -0.1, 1e-3, 0.7, 2, 9)], [f32(n) for n in (0.05, 0.5, 1, 2.5, 7, 40, 900)])


def wald_parts(x, c):
    root = mp.sqrt(c / x)
    return root * (x - 1), root * (x + 1)


def wald_cdf(x, c):
    a, b = wald_parts(x, c)
    return upper_tail(-a) + density(a) / density(b) * upper_tail(b)


def wald_density(x, c):
    a, _ = wald_parts(x, c)
    return mp.sqrt(c / x) / x * density(a)


def wald_points():
    return pairs([f32(x) for x in (0.02, 0.1, 0.5, 0.9, 1, 1.2, 3, 20)], [f32(c) for c in (0.01, 0.3, 1, 5, 40)])


def circle_integral(f, low, high):
    return mp.quad(f, mp.linspace(low, high, 9))


def circle_density(t, k):
    return mp.exp(-2 * k * mp.sin(t / 2) ** 2) / (2 * mp.pi * i0e(k))


def circle_cdf(t, k):
    return circle_integral(lambda u: circle_density(u, k), -mp.pi, t)


def circle_slope(t, k):
    """The derivative by the concentration."""
    return circle_integral(lambda u: circle_density(u, k) * (mp.cos(u) - ratio(k)), -mp.pi, t)


SEVERAL = {
    "deviance": (deviance, [lambda x, mean: mp.log(x / mean), lambda x, mean: 1 - x / mean], deviance_points()),
    "studentTCdf": (student_cdf, [student_density, slope(student_cdf, 1)], student_points()),
    "inverseGaussianCdf": (wald_cdf, [wald_density, slope(wald_cdf, 1)], wald_points()),
    "vonMisesCdf": (
        circle_cdf,
        [circle_density, circle_slope],
        pairs([f32(t) for t in (-3, -2, -1, -0.3, 0.1, 0.8, 2.5)], [f32(k) for k in (0.01, 0.4, 2, 9, 50)]),
    ),
    "betaincc": (
        lambda a, b, x: 1 - lower_beta(a, b, x),
        [lambda *at: -slope(lower_beta, 0)(*at), lambda *at: -slope(lower_beta, 1)(*at), lambda *at: -beta_density(*at)],
        beta_points()[::4],
    ),
    "igammacInverse": inverse_entry(upper_gamma, lambda a, x: -gamma_density(a, x), gamma_points()[::3], 1),
    "betainc": (lower_beta, [slope(lower_beta, 0), slope(lower_beta, 1), beta_density], beta_points()),
    "betaincInverse": inverse_entry(lower_beta, beta_density, beta_points()[::3], 2),
    "igammaInverse": inverse_entry(lower_gamma, gamma_density, gamma_points(), 1),
    "igamma": (lower_gamma, [slope(lower_gamma, 0), gamma_density], gamma_points()),
    "igammac": (upper_gamma, [lambda *at: -slope(lower_gamma, 0)(*at), lambda a, x: -gamma_density(a, x)], gamma_points()),
    "digammaDifference": (lambda x, d: mp.digamma(x + d) - mp.digamma(x), [], pairs([x for x in SOME if x > 1e-15], SOME)),
    "logBeta": (
        beta_log,
        [lambda a, b: mp.digamma(a) - mp.digamma(a + b), lambda a, b: mp.digamma(b) - mp.digamma(a + b)],
        pairs(SOME, SOME),
    ),
}


def show(x):
    return mp.nstr(mp.mpf(x), 16)


def line(name, point, value, partials):
    at = [mp.mpf(x) for x in point]
    exact = ["%.9g" % x for x in point]
    print("\t".join([name, *exact, "=", show(value(*at)), *(show(partial(*at)) for partial in partials)]))


if __name__ == "__main__":
    print(f"# mpmath {mp.__version__}, Python {platform.python_version()}, {mp.mp.dps} digits")
    for name, (value, derivative, points) in ONE.items():
        for x in sorted(set(points)):
            line(name, (x,), value, [derivative] if derivative else [])
    mp.mp.dps = 100
    for name, (value, partials, points) in SEVERAL.items():
        for point in points:
            line(name, point, value, partials)
