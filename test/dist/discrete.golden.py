"""Reference values of the discrete families: python test/dist/discrete.golden.py > test/dist/discrete.golden.json

Log probabilities from their definitions by mpmath with 50 digits at the float32 values of the arguments, moments by SciPy,
gradients of log p by every parameter by mpmath's numerical derivative.
"""

import json
import sys

import mpmath as mp
import numpy as np
import scipy
from scipy import stats

mp.mp.dps = 50


def lg(x):
    return mp.loggamma(x)


def sigmoid(x):
    return 1 / (1 + mp.exp(-mp.mpf(x)))


def binomial(k, n, p, q):
    return lg(n + 1) - lg(k + 1) - lg(n - k + 1) + k * mp.log(p) + (n - k) * mp.log(q)


def negative_binomial(k, r, p, q):
    return lg(k + r) - lg(k + 1) - lg(r) + k * mp.log(p) + r * mp.log(q)


def polya(k, a):
    n, total = mp.fsum(k), mp.fsum(a)
    return lg(n + 1) + lg(total) - lg(n + total) + mp.fsum(lg(x + c) - lg(x + 1) - lg(c) for x, c in zip(k, a))


def zero_inflated(k, rate, g):
    base = (1 - g) * mp.exp(k * mp.log(rate) - rate - lg(k + 1))
    return mp.log(base + (g if k == 0 else 0))


def ordered(k, eta, *cuts):
    upper = sigmoid(cuts[k] - eta) if k < len(cuts) else 1
    # 1 - sigmoid(x) = sigmoid(-x) keeps the digits of the last one.
    if k == len(cuts):
        return mp.log(sigmoid(eta - cuts[-1]))
    return mp.log(upper - (sigmoid(cuts[k - 1] - eta) if k > 0 else 0))


def multinomial(k, n, weights):
    total = mp.fsum(weights)
    return lg(n + 1) + mp.fsum(x * mp.log(w / total) - lg(x + 1) for x, w in zip(k, weights))


def relaxed(x, t, logits):
    size = len(x)
    total = mp.fsum(mp.exp(l - t * mp.log(v)) for l, v in zip(logits, x))
    powers = mp.fsum(l - (t + 1) * mp.log(v) for l, v in zip(logits, x))
    return lg(size) + (size - 1) * mp.log(t) + powers - size * mp.log(total)


# family: log p(value, *flat parameters), and the moments where SciPy has them. Vectors are given whole.
FAMILIES = {
    "poisson": (lambda k, r: k * mp.log(r) - r - lg(k + 1), lambda r: stats.poisson(r)),
    "geometric of probs": (lambda k, p: k * mp.log(1 - p) + mp.log(p), lambda p: stats.geom(p, loc=-1)),
    "geometric of logits": (
        lambda k, l: k * mp.log(sigmoid(-l)) + mp.log(sigmoid(l)),
        lambda l: stats.geom(float(sigmoid(l)), loc=-1),
    ),
    "binomial of probs": (lambda k, n, p: binomial(k, n, p, 1 - p), lambda n, p: stats.binom(n, p)),
    "binomial of logits": (
        lambda k, n, l: binomial(k, n, sigmoid(l), sigmoid(-l)),
        lambda n, l: stats.binom(n, float(sigmoid(l))),
    ),
    "negativeBinomial of probs": (
        lambda k, r, p: negative_binomial(k, r, p, 1 - p),
        lambda r, p: stats.nbinom(r, 1 - p),
    ),
    "negativeBinomial of logits": (
        lambda k, r, l: negative_binomial(k, r, sigmoid(l), sigmoid(-l)),
        lambda r, l: stats.nbinom(r, float(sigmoid(-l))),
    ),
    "gammaPoisson": (
        lambda k, a, b: negative_binomial(k, a, 1 / (1 + b), b / (1 + b)),
        lambda a, b: stats.nbinom(a, b / (1 + b)),
    ),
    "betaBinomial": (lambda k, n, a, b: polya([k, n - k], [a, b]), lambda n, a, b: stats.betabinom(n, a, b)),
    "discreteUniform": (
        lambda k, low, high: -mp.log(high - low + 1),
        lambda low, high: stats.randint(low, high + 1),
    ),
    "zeroInflated poisson": (zero_inflated, None),
    "orderedLogistic": (lambda k, eta, cuts: ordered(int(k), eta, *cuts), None),
    "multinomial of probs": (multinomial, lambda n, p: stats.multinomial(n, np.array(p) / np.sum(p))),
    "multinomial of logits": (lambda k, n, l: multinomial(k, n, [mp.exp(x) for x in l]), None),
    "dirichletMultinomial": (
        lambda k, a, n: polya(k, a),
        lambda a, n: stats.dirichlet_multinomial(np.array(a), n),
    ),
    "relaxedOneHotCategorical": (relaxed, None),
}

# (family, parameters by name, values)
CASES = [
    ("poisson", {"rate": 3}, [0, 1, 4, 30]),
    ("poisson", {"rate": 0.001}, [0, 1, 5]),
    ("poisson", {"rate": 1e6}, [999000, 1000000, 1004000, 2100000, 3]),
    ("poisson", {"rate": 1e-30}, [0, 1, 2]),
    ("geometric of probs", {"probs": 0.25}, [0, 3, 50]),
    ("geometric of probs", {"probs": 1e-5}, [0, 100000, 2000000]),
    ("geometric of logits", {"logits": -1.5}, [0, 3, 50]),
    ("geometric of logits", {"logits": 30}, [0, 1, 2]),
    ("geometric of logits", {"logits": -40}, [0, 1, 1e6]),
    ("binomial of probs", {"totalCount": 10, "probs": 0.3}, [0, 3, 10]),
    ("binomial of probs", {"totalCount": 1e6, "probs": 0.3}, [299000, 300000, 301500, 500000, 0, 1000000]),
    ("binomial of probs", {"totalCount": 1e6, "probs": 1e-5}, [0, 8, 12, 40]),
    ("binomial of logits", {"totalCount": 7, "logits": 1.25}, [0, 5, 7]),
    ("binomial of logits", {"totalCount": 20, "logits": -60}, [0, 1, 20]),
    ("binomial of logits", {"totalCount": 20, "logits": 100}, [0, 19, 20]),
    ("binomial of logits", {"totalCount": 1e6, "logits": -3}, [47000, 47426, 48000]),
    ("negativeBinomial of probs", {"totalCount": 2.5, "probs": 0.25}, [0, 2, 30]),
    ("negativeBinomial of logits", {"totalCount": 0.01, "logits": 3}, [0, 1, 100]),
    ("negativeBinomial of logits", {"totalCount": 1e5, "logits": 1}, [270000, 271828, 273500]),
    ("gammaPoisson", {"concentration": 2.5, "rate": 3}, [0, 2, 30]),
    ("gammaPoisson", {"concentration": 4, "rate": 1e-5}, [0, 300000, 800000]),
    ("gammaPoisson", {"concentration": 1e6, "rate": 1e6}, [0, 1, 5]),
    ("betaBinomial", {"totalCount": 12, "concentration1": 2, "concentration0": 3}, [0, 5, 12]),
    ("betaBinomial", {"totalCount": 1e6, "concentration1": 2, "concentration0": 3}, [0, 400000, 999990]),
    ("betaBinomial", {"totalCount": 1e6, "concentration1": 4e5, "concentration0": 6e5}, [398000, 400000, 401000]),
    ("betaBinomial", {"totalCount": 5, "concentration1": 0.001, "concentration0": 0.002}, [0, 2, 5]),
    ("discreteUniform", {"low": -2, "high": 5}, [-2, 0, 5]),
    ("zeroInflated poisson", {"rate": 3, "gate": 0.25}, [0, 1, 6]),
    ("zeroInflated poisson", {"rate": 200, "gate": 0.001}, [0, 1, 205]),
    ("orderedLogistic", {"predictor": 0.5, "cutpoints": [-1, 0.25, 2]}, [0, 1, 2, 3]),
    ("orderedLogistic", {"predictor": -30, "cutpoints": [-1, 0.25, 2]}, [0, 1, 2, 3]),
    ("orderedLogistic", {"predictor": 0, "cutpoints": [0, 0.0001, 0.5]}, [0, 1, 2]),
    ("multinomial of probs", {"totalCount": 12, "probs": [0.5, 0.3, 0.2]}, [[6, 4, 2], [12, 0, 0], [0, 1, 11]]),
    ("multinomial of probs", {"totalCount": 1e6, "probs": [0.5, 0.3, 0.2]}, [[500500, 300000, 199500]]),
    ("multinomial of logits", {"totalCount": 9, "logits": [0.5, -3, 2]}, [[2, 0, 7], [3, 3, 3]]),
    ("dirichletMultinomial", {"concentration": [0.5, 1, 4], "totalCount": 9}, [[1, 0, 8], [3, 3, 3]]),
    ("dirichletMultinomial", {"concentration": [20, 10, 3], "totalCount": 1e6}, [[600000, 300000, 100000]]),
    ("relaxedOneHotCategorical", {"temperature": 0.5, "logits": [0, 1, -1]}, [[0.25, 0.5, 0.25], [0.9375, 0.0625, 1e-6]]),
    ("relaxedOneHotCategorical", {"temperature": 5, "logits": [0, 1, -1]}, [[0.25, 0.5, 0.25]]),
]
WHOLE = {"totalCount", "low", "high"}


def single(x):
    return [single(each) for each in x] if isinstance(x, list) else float(np.float32(x))


def exact(x):
    return [mp.mpf(each) for each in x] if isinstance(x, list) else mp.mpf(x)


def number(x):
    return float(mp.re(x))


def is_extreme(params):
    logits = params.get("logits", 0)
    return not isinstance(logits, list) and abs(logits) > 20


def slope(log_prob, value, args, i, j=None):
    def moved(t):
        changed = [list(a) if isinstance(a, list) else a for a in args]
        if j is None:
            changed[i] = t
        else:
            changed[i][j] = t
        return log_prob(value, *changed)

    at = args[i] if j is None else args[i][j]
    return mp.diff(moved, at, h=mp.mpf(10) ** -18 * (abs(at) + mp.mpf(10) ** -20))


def main():
    rows = []
    for family, given, given_values in CASES:
        log_prob, frozen = FAMILIES[family]
        params = {name: single(value) for name, value in given.items()}
        values = [single(value) for value in given_values]
        args = [exact(value) for value in params.values()]
        row = {"family": family, "params": params, "values": values}
        row["logProb"] = [number(log_prob(exact(v), *args)) for v in values]
        gradients = {}
        for i, name in enumerate(params):
            if name in WHOLE and not family.startswith("negative"):
                continue
            size = len(params[name]) if isinstance(params[name], list) else None
            sums = []
            for j in [None] if size is None else range(size):
                sums.append([number(slope(log_prob, exact(v), args, i, j)) for v in values])
            gradients[name] = sums
        row["gradients"] = gradients
        # Beyond that SciPy's own probabilities have lost their digits.
        if frozen is not None and not is_extreme(params):
            law = frozen(*[int(v) if n in WHOLE and v == int(v) else v for n, v in params.items()])
            vector = hasattr(law, "cov")
            row["mean"] = np.ravel(law.mean()).tolist()
            row["variance"] = np.diag(law.cov()).tolist() if vector else [float(law.var())]
            if not vector:
                row["cdf"] = [float(law.cdf(v)) for v in values]
        rows.append(row)
    versions = {"python": sys.version.split()[0], "scipy": scipy.__version__, "mpmath": mp.__version__}
    json.dump({"versions": versions, "rows": rows}, sys.stdout, indent=1)
    sys.stdout.write("\n")


main()
