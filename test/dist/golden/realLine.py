"""Reference values of the families on the real line and half line, in float64.

    python test/dist/golden/realLine.py > test/dist/golden/realLine.json && npx prettier --write test/dist/golden/realLine.json

Needs SciPy and mpmath; their versions are in the output. Log densities and their gradients are mpmath's, in 40 digits, from the
formulas below; SciPy has to agree with them on ordinary arguments. Distribution functions, quantiles and moments are SciPy's,
and mpmath's for truncatedNormal, where SciPy has no digits far out.
All arguments are numbers of float32.
"""
import json
import math
import sys

import mpmath as mp
import numpy as np
import scipy
from scipy import stats

mp.mp.dps = 40


def f32(x):
    return float(np.float32(x))


def log_cosh(z):
    return mp.log(mp.cosh(z))


def z_of(x, p):
    return (x - p['loc']) / p['scale']


def truncated(x, p):
    a, b = z_of(p['low'], p), z_of(p['high'], p)
    # Both bounds moved to the left of 0, where the distribution function keeps its digits.
    lower, upper = (a, b) if a + b < 0 else (-b, -a)
    mass = mp.ncdf(upper) - mp.ncdf(lower)
    return -z_of(x, p) ** 2 / 2 - mp.log(2 * mp.pi) / 2 - mp.log(p['scale']) - mp.log(mass)


def normal(x, p):
    return -z_of(x, p) ** 2 / 2 - mp.log(p['scale']) - mp.log(2 * mp.pi) / 2


LOG_DENSITY = {
    'normal': normal,
    'uniform': lambda x, p: -mp.log(p['high'] - p['low']),
    'logNormal': lambda x, p: normal(mp.log(x), p) - mp.log(x),
    'logitNormal': lambda x, p: normal(mp.log(x / (1 - x)), p) - mp.log(x * (1 - x)),
    'laplace': lambda x, p: -abs(z_of(x, p)) - mp.log(2 * p['scale']),
    'asymmetricLaplace': lambda x, p: -abs(z_of(x, p)) * (p['asymmetry'] if x >= p['loc'] else 1 / p['asymmetry'])
    - mp.log(p['scale'] * (p['asymmetry'] + 1 / p['asymmetry'])),
    'softLaplace': lambda x, p: -mp.log(mp.pi * p['scale']) - log_cosh(z_of(x, p)),
    'logistic': lambda x, p: -mp.log(4 * p['scale']) - 2 * log_cosh(z_of(x, p) / 2),
    'cauchy': lambda x, p: -mp.log(mp.pi * p['scale']) - mp.log(1 + z_of(x, p) ** 2),
    'gumbel': lambda x, p: -z_of(x, p) - mp.exp(-z_of(x, p)) - mp.log(p['scale']),
    'studentT': lambda x, p: mp.loggamma((p['df'] + 1) / 2)
    - mp.loggamma(p['df'] / 2)
    - mp.log(p['df'] * mp.pi) / 2
    - mp.log(p['scale'])
    - (p['df'] + 1) / 2 * mp.log(1 + z_of(x, p) ** 2 / p['df']),
    'halfNormal': lambda x, p: mp.log(2 / mp.pi) / 2 - mp.log(p['scale']) - (x / p['scale']) ** 2 / 2,
    'halfCauchy': lambda x, p: mp.log(2 / mp.pi) - mp.log(p['scale']) - mp.log(1 + (x / p['scale']) ** 2),
    'truncatedNormal': truncated,
}

SCIPY = {
    'normal': lambda p: stats.norm(p['loc'], p['scale']),
    'uniform': lambda p: stats.uniform(p['low'], p['high'] - p['low']),
    'logNormal': lambda p: stats.lognorm(p['scale'], scale=math.exp(p['loc'])),
    'laplace': lambda p: stats.laplace(p['loc'], p['scale']),
    'asymmetricLaplace': lambda p: stats.laplace_asymmetric(p['asymmetry'], p['loc'], p['scale']),
    'softLaplace': lambda p: stats.hypsecant(p['loc'], p['scale']),
    'logistic': lambda p: stats.logistic(p['loc'], p['scale']),
    'cauchy': lambda p: stats.cauchy(p['loc'], p['scale']),
    'gumbel': lambda p: stats.gumbel_r(p['loc'], p['scale']),
    'studentT': lambda p: stats.t(p['df'], p['loc'], p['scale']),
    'halfNormal': lambda p: stats.halfnorm(scale=p['scale']),
    'halfCauchy': lambda p: stats.halfcauchy(scale=p['scale']),
    'truncatedNormal': lambda p: stats.truncnorm(z_of(p['low'], p), z_of(p['high'], p), p['loc'], p['scale']),
}

PLACES = [-3.1, -0.7, 0.01, 2.6]
FAR = [-1e4, -40, 40, 1e4]
QUANTILES = [1e-30, 1e-5, 0.1, 0.2501, 0.4999, 0.7, 0.99, 1 - 2**-20]


def located(**p):
    return {'loc': p.pop('loc'), 'scale': p.pop('scale'), **p}


# family, parameters, values, and whether they are ordinary: there SciPy's log density is checked, and distribution function,
# quantiles and moments are taken.
ROWS = []


def add(family, params, values, ordinary=True):
    ROWS.append((family, {k: f32(v) for k, v in params.items()}, [f32(x) for x in values], ordinary))


for family in ['normal', 'laplace', 'softLaplace', 'logistic', 'cauchy', 'gumbel']:
    far = [x for x in FAR if family != 'gumbel' or x > -80]
    if family == 'gumbel':
        far = far + [-20, -80]
    for loc, scale in [(0, 1), (-1.25, 0.3), (40, 6)]:
        add(family, {'loc': loc, 'scale': scale}, [loc + scale * t for t in PLACES])
    add(family, {'loc': 0.5, 'scale': 2}, [0.5 + 2 * t for t in far], False)
    add(family, {'loc': 0, 'scale': 1e-30}, [1e-30 * t for t in PLACES], False)
    add(family, {'loc': 0, 'scale': 1e30}, [1e30 * t for t in PLACES], False)
for asymmetry in [0.4, 1, 3]:
    add('asymmetricLaplace', {'loc': -1.25, 'scale': 0.3, 'asymmetry': asymmetry}, [-1.25 + 0.3 * t for t in PLACES])
    add('asymmetricLaplace', {'loc': 2, 'scale': 3, 'asymmetry': asymmetry}, [2 + 3 * t for t in FAR], False)
for df in [0.6, 1.5, 3, 30]:
    add('studentT', {'df': df, 'loc': -1.25, 'scale': 0.3}, [-1.25 + 0.3 * t for t in PLACES])
for df in [0.01, 2.5, 1e4, 1e7]:
    add('studentT', {'df': df, 'loc': 2, 'scale': 3}, [2 + 3 * t for t in FAR + PLACES], False)
for family in ['cauchy', 'studentT']:
    extra = {'df': 2.5} if family == 'studentT' else {}
    add(family, {'loc': 0, 'scale': 1e-25, **extra}, [1e20, -3e38], False)
    add(family, {'loc': 0, 'scale': 1e25, **extra}, [1e-20, 3e38], False)
for family in ['halfNormal', 'halfCauchy']:
    for scale in [0.3, 1, 6]:
        add(family, {'scale': scale}, [scale * t for t in [0, 1e-6, 0.01, 0.7, 1.3, 3.1]])
    add(family, {'scale': 2}, [2e-20, 80, 2e4], False)
add('halfCauchy', {'scale': 1e-25}, [1e20, 3e38], False)
for loc, scale in [(0, 1), (-1.25, 0.3), (3, 2)]:
    add('logNormal', {'loc': loc, 'scale': scale}, [math.exp(loc + scale * t) for t in PLACES])
    add('logitNormal', {'loc': loc, 'scale': scale}, [1 / (1 + math.exp(-loc - scale * t)) for t in PLACES[:3]])
add('logNormal', {'loc': 0, 'scale': 5}, [1e-30, 1e30], False)
add('logNormal', {'loc': 50, 'scale': 0.5}, [math.exp(49), math.exp(52)], False)
add('logitNormal', {'loc': 0, 'scale': 5}, [1e-30, 1 - 2**-20], False)
for low, high in [(-1, 0), (3, 3.5), (-1e20, 1e20), (1e-20, 2e-20)]:
    add('uniform', {'low': low, 'high': high}, [0.75 * low + 0.25 * high, 0.5 * low + 0.5 * high], abs(high) < 10 and high > 1e-9)
INF = math.inf
for low, high in [(-2, 1), (0.5, 2), (-3, -1), (-1, INF), (-INF, 0.7), (1, INF), (-INF, -2), (-9, 9), (0.2, 0.3), (-INF, INF)]:
    inner = [max(low, -3), min(high, 3)]
    values = [inner[0] + (inner[1] - inner[0]) * t for t in [0.05, 0.4, 0.9]]
    add('truncatedNormal', located(loc=0, scale=1, low=low, high=high), values)
    # At powers of two the bounds stay numbers of float32.
    add('truncatedNormal', located(loc=-4, scale=0.25, low=low / 4 - 4, high=high / 4 - 4), [x / 4 - 4 for x in values])
for low, high, values in [
    (8, INF, [8, 8.1, 9]),
    (-INF, -8, [-8, -8.1, -9]),
    (100, INF, [100, 100.01, 100.1]),
    (-101, -100, [-100, -100.01, -100.1]),
    (1e4, 2e4, [1e4, 10000.01]),
    (100, 100.0009765625, [100, 100.00048828125]),
    (2, 2.00006103515625, [2, 2.000030517578125]),
    (-1e-10, 3e-10, [0, 1e-10]),
    (-30, INF, [-29, 0, 4]),
    (-INF, 30, [-4, 0, 29]),
]:
    add('truncatedNormal', located(loc=0, scale=1, low=low, high=high), values, False)


def plain(x):
    x = float(x)
    return x if math.isfinite(x) else 'NaN' if math.isnan(x) else 'Infinity' if x > 0 else '-Infinity'


def gradients(log_density, x, p):
    """By the value and by each parameter; 0 by an infinite bound."""
    def at(name, moved):
        return log_density(moved, p) if name == 'value' else log_density(x, {**p, name: moved})

    out = {}
    for name, base in [('value', x), *p.items()]:
        if mp.isinf(base):
            out[name] = 0.0
            continue
        # Steps small beside every length of the problem; at a bound or a kink from the side that is inside.
        size = min([abs(v) for v in [base, p.get('scale', base), x] if v != 0], default=1)
        out[name] = mp.diff(lambda m: at(name, m), base, h=abs(size) * mp.mpf(10) ** -12)
    return out


def truncated_facts(p, values):
    """Distribution function, mean, variance and entropy by quadrature over where the mass is."""
    nearest = min(max(p['loc'], p['low']), p['high'])
    reach = 20 * p['scale'] / max(1, abs(nearest - p['loc']) / p['scale'] / 5)
    start, end = max(p['low'], nearest - reach), min(p['high'], nearest + reach)

    def expectation(f, to=None):
        parts = mp.linspace(start, end if to is None else to, 9)
        return mp.quad(lambda x: f(x) * mp.exp(truncated(x, p)), parts)

    mean = expectation(lambda x: x)
    return {
        'cdf': [plain(expectation(lambda x: 1, min(max(x, start), end))) for x in values],
        'mean': plain(mean),
        'variance': plain(expectation(lambda x: (x - mean) ** 2)),
        'entropy': plain(-expectation(lambda x: truncated(x, p))),
    }


def moments_of(family, params, law):
    # SciPy has an infinite mean for them; its two halves are infinite, and their difference is undefined.
    if family == 'studentT' and params['df'] <= 1:
        return math.nan, math.nan
    return law.stats('mv')


def row_of(family, params, values, ordinary):
    p = {k: mp.mpf(v) for k, v in params.items()}
    log_density = LOG_DENSITY[family]
    row = {'family': family, 'params': {k: plain(v) for k, v in params.items()}, 'ordinary': ordinary, 'values': values}
    row['logProb'] = [plain(log_density(mp.mpf(x), p)) for x in values]
    slopes = [gradients(log_density, mp.mpf(x), p) for x in values]
    row['gradients'] = {name: [plain(s[name]) for s in slopes] for name in ['value', *params]}
    if family == 'truncatedNormal':
        row |= truncated_facts(p, values)
    if not ordinary:
        return row
    if family == 'logitNormal':
        normal_law = stats.norm(params['loc'], params['scale'])
        row['cdf'] = [plain(normal_law.cdf(math.log(x / (1 - x)))) for x in values]
        quantiles = [1 / (1 + math.exp(-normal_law.ppf(q))) for q in QUANTILES]
    else:
        law = SCIPY[family](params)
        assert np.allclose(law.logpdf(values), [float(v) for v in row['logProb']], rtol=1e-9, atol=1e-9), (family, params)
        quantiles = law.ppf([f32(q) for q in QUANTILES])
        if family != 'truncatedNormal':
            row['cdf'] = [plain(c) for c in law.cdf(values)]
            row['mean'], row['variance'] = (plain(m) for m in moments_of(family, params, law))
            row['entropy'] = plain(law.entropy())
    row['quantiles'] = [plain(q) for q in quantiles]
    return row


def main():
    golden = {
        'versions': {'scipy': scipy.__version__, 'mpmath': mp.__version__, 'python': sys.version.split()[0]},
        'quantilesAt': [f32(q) for q in QUANTILES],
        'rows': [row_of(*row) for row in ROWS],
    }
    print(json.dumps(golden))


main()
