"""Families of vectors, matrices and sequences."""

import itertools

from discrete import softmax
from family import Family, f32, inf, mp


def lg(x):
    return mp.loggamma(x)


def product(a, b):
    return [[mp.fsum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def transpose(a):
    return [list(column) for column in zip(*a)]


def plus(a, b):
    return [[x + y for x, y in zip(*rows)] for rows in zip(a, b)]


def gram(factor):
    return product(factor, transpose(factor))


def inverse(a):
    return (mp.matrix(a) ** -1).tolist()


def det(a):
    return mp.det(mp.matrix(a))


def quadratic(a, x):
    """x a^-1 x."""
    solved = mp.lu_solve(mp.matrix(a), mp.matrix(x))
    return mp.fsum(p * q for p, q in zip(x, solved))


def minus(x, y):
    return [a - b for a, b in zip(x, y)]


def diagonal(a):
    return [row[i] for i, row in enumerate(a)]


def normal_log(x, m, cov):
    return -(quadratic(cov, minus(x, m)) + mp.log(det(cov)) + len(x) * mp.log(2 * mp.pi)) / 2


def normal_entropy(cov):
    return (mp.log(det(cov)) + len(cov) * (1 + mp.log(2 * mp.pi))) / 2


def same(a):
    return a


NORMALS = []
MATRICES = {
    'scaleTril': (gram, 'lower', [[2, 0], [0.5, 1]], [[1e-3, 0], [5e-3, 1e-2]], [[1e8, 0], [-5e7, 3e8]]),
    'covarianceMatrix': (same, 'symmetric', [[4, 1], [1, 1.25]], [[1e-6, 5e-7], [5e-7, 2e-6]], [[1, 0.9375], [0.9375, 1]]),
    'precisionMatrix': (inverse, 'symmetric', [[0.5, -0.25], [-0.25, 1]], [[1e6, 5e5], [5e5, 2e6]], [[1, 0.9375], [0.9375, 1]]),
}
for parameter, (cov, kind, *matrices) in MATRICES.items():
    of = {'scaleTril': '', 'covarianceMatrix': ' of covariance', 'precisionMatrix': ' of precision'}[parameter]
    each = Family(
        f'multivariateNormal{of}',
        lambda x, m, a, cov=cov: normal_log(x, m, cov(a)),
        mean=lambda m, a: m,
        variance=lambda m, a, cov=cov: diagonal(cov(a)),
        entropy=lambda m, a, cov=cov: normal_entropy(cov(a)),
        kinds={parameter: kind},
    )
    for a in matrices:
        spread = [mp.sqrt(v) for v in diagonal(cov([[mp.mpf(x) for x in row] for row in a]))]
        loc = [1, -2] if spread[0] > 1e-2 else [1e-2, -2e-2]
        each.at({'loc': loc, parameter: a}, *([m + s * t for m, s, t in zip(loc, spread, at)] for at in ([0.5, -0.75], [3, 2], [-30, 20])))
    NORMALS.append(each)


def low_rank(w, d):
    return plus(gram(w), [[d[i] if i == j else mp.mpf(0) for j in range(len(d))] for i in range(len(d))])


LOW_RANK = Family(
    'lowRankMultivariateNormal',
    lambda x, m, w, d: normal_log(x, m, low_rank(w, d)),
    mean=lambda m, w, d: m,
    variance=lambda m, w, d: diagonal(low_rank(w, d)),
    entropy=lambda m, w, d: normal_entropy(low_rank(w, d)),
)
LOW_RANK.at({'loc': [1, 0, -1], 'covFactor': [[1], [0.5], [-2]], 'covDiag': [0.5, 1, 0.25]}, [0.5, 1, 0.25], [4, -5, 3])
LOW_RANK.at({'loc': [0, 0, 0], 'covFactor': [[10], [1], [-10]], 'covDiag': [1, 0.5, 10]}, [3, 1, -4], [30, -1, 40])


def t_log(x, v, m, l):
    n = len(x)
    square = quadratic(gram(l), minus(x, m))
    peak = lg((v + n) / 2) - lg(v / 2) - n * mp.log(v * mp.pi) / 2 - mp.log(mp.fabs(det(l)))
    return peak - (v + n) / 2 * mp.log(1 + square / v)


def t_entropy(v, m, l):
    n = len(m)
    half = (v + n) / 2
    return -t_log(m, v, m, l) + half * (mp.digamma(half) - mp.digamma(v / 2))


STUDENT = Family(
    'multivariateStudentT',
    t_log,
    mean=lambda v, m, l: m if v > 1 else [mp.nan] * len(m),
    variance=lambda v, m, l: [s * v / (v - 2) if v > 2 else inf if v > 1 else mp.nan for s in diagonal(gram(l))],
    entropy=t_entropy,
    kinds={'scaleTril': 'lower'},
)
LOWER = [[2, 0], [0.5, 1]]
for v in [0.3, 1.5, 3, 50, 1e4, 1e7]:
    STUDENT.at({'df': v, 'loc': [1, -2], 'scaleTril': LOWER}, [0.3, -1], [100, 40])
STUDENT.at({'df': 3, 'loc': [1, -2], 'scaleTril': LOWER}, [1e15, -1e15])


def multi_lgamma(x, n):
    return n * (n - 1) * mp.log(mp.pi) / 4 + mp.fsum(lg(x - mp.mpf(i) / 2) for i in range(n))


def wishart_log(x, v, a):
    n = len(x)
    trace = mp.fsum(diagonal(product(inverse(a), x)))
    return (v - n - 1) * mp.log(det(x)) / 2 - trace / 2 - v * (n * mp.log(2) + mp.log(det(a))) / 2 - multi_lgamma(v / 2, n)


def wishart_entropy(v, a):
    n = len(a)
    slope = mp.fsum(mp.digamma(v / 2 - mp.mpf(i) / 2) for i in range(n))
    ofv = (n + 1) * (mp.log(det(a)) + n * mp.log(2)) / 2 + multi_lgamma(v / 2, n)
    return ofv - (v - n - 1) / 2 * slope + v * n / 2


WISHARTS = []
for parameter, (cov, kind, first, _, last) in MATRICES.items():
    of = {'scaleTril': '', 'covarianceMatrix': ' of covariance', 'precisionMatrix': ' of precision'}[parameter]
    each = Family(
        f'wishart{of}',
        lambda x, v, a, cov=cov: wishart_log(x, v, cov(a)),
        mean=lambda v, a, cov=cov: [[v * x for x in row] for row in cov(a)],
        variance=lambda v, a, cov=cov: [[v * (x**2 + cov(a)[i][i] * cov(a)[j][j]) for j, x in enumerate(row)] for i, row in enumerate(cov(a))],
        entropy=lambda v, a, cov=cov: wishart_entropy(v, cov(a)),
        kinds={parameter: kind, 'value': 'symmetric'},
    )
    each.at({'df': 4.5, parameter: first}, [[4, 1], [1, 3]], [[0.5, -0.25], [-0.25, 9]])
    size = cov([[mp.mpf(x) for x in row] for row in last])
    each.at({'df': 500, parameter: last}, *([[f32(t * 500 * x) for x in row] for row in size] for t in (0.875, 1.25)))
    WISHARTS.append(each)


def lkj_log(value, c, dim):
    normaliser = mp.fsum(
        mp.mpf(m) / 2 * mp.log(mp.pi) + lg(c + mp.mpf(dim - 1 - m) / 2) - lg(c + mp.mpf(dim - 1) / 2) for m in range(1, dim)
    )
    return mp.fsum((2 * (c - 1) + dim - i) * mp.log(value[i - 1][i - 1]) for i in range(2, dim + 1)) - normaliser


def lkj_mean(c, dim):
    """A square on the diagonal has a beta distribution; its root has the mean B(a + 1/2, b) / B(a, b)."""
    rows = [[mp.mpf(0)] * dim for _ in range(dim)]
    for i in range(1, dim + 1):
        a, b = c + mp.mpf(dim - i) / 2, mp.mpf(i - 1) / 2
        rows[i - 1][i - 1] = mp.beta(a + 0.5, b) / mp.beta(a, b) if b else mp.mpf(1)
    return rows


def lkj_variance(c, dim):
    means = lkj_mean(c, dim)
    whole = c + mp.mpf(dim - 1) / 2
    return [
        [
            1 / (2 * whole) if j < i else (c + mp.mpf(dim - i - 1) / 2) / whole - means[i][i] ** 2 if i == j else mp.mpf(0)
            for j in range(dim)
        ]
        for i in range(dim)
    ]


def lkj_entropy(c, dim):
    logs = lkj_log([[mp.mpf(1)] * dim] * dim, c, dim)
    for i in range(2, dim + 1):
        a, b = c + mp.mpf(dim - i) / 2, mp.mpf(i - 1) / 2
        logs += (2 * (c - 1) + dim - i) * (mp.digamma(a) - mp.digamma(a + b)) / 2
    return -logs


def correlated(*partials):
    """A factor with rows of length 1 in float32, from entries below the diagonal row by row."""
    rows, left = [[1.0]], list(partials)
    while left:
        row = [left.pop(0) for _ in range(len(rows))]
        rows.append([*row, float((1 - sum(x * x for x in row)) ** 0.5)])
    return [[*row, *[0.0] * (len(rows) - len(row))] for row in rows]


LKJS = []
for dim, values in [
    (2, [correlated(0.5), correlated(-0.96875)]),
    (4, [correlated(0.5, -0.25, 0.5, 0.125, 0.5, -0.75), correlated(0, 0, 0.25, 0, 0.5, 0.25)]),
]:
    each = Family(
        f'lkjCholesky of {dim}',
        lambda x, c, dim=dim: lkj_log(x, c, dim),
        mean=lambda c, dim=dim: lkj_mean(c, dim),
        variance=lambda c, dim=dim: lkj_variance(c, dim),
        entropy=lambda c, dim=dim: lkj_entropy(c, dim),
        kinds={'value': 'diagonal'},
    )
    for c in [0.4, 1, 3]:
        each.at({'concentration': c}, *values)
    each.at({'concentration': 0.01}, *values).at({'concentration': 1e4}, *values, only=('mean', 'entropy', 'slopes'))
    LKJS.append(each)

WALK = Family(
    'gaussianRandomWalk',
    lambda x, s: mp.fsum(-(((b - a) / s) ** 2) / 2 - mp.log(s) - mp.log(2 * mp.pi) / 2 for a, b in zip([0, *x], x)),
    mean=lambda s: [mp.mpf(0)] * 3,
    variance=lambda s: [s**2 * t for t in (1, 2, 3)],
    entropy=lambda s: 3 * (mp.log(s) + (1 + mp.log(2 * mp.pi)) / 2),
)
WALK.at({'scale': 2}, [1, 1, 3], [0.5, -7, 4]).at({'scale': 1e-10}, [1e-10, -2e-10, 0]).at({'scale': 1e10}, [1e10, -2e10, 1e3])


def multi_beta(a):
    return mp.fsum(lg(x) for x in a) - lg(mp.fsum(a))


def dirichlet_entropy(a):
    total = mp.fsum(a)
    return multi_beta(a) + (total - len(a)) * mp.digamma(total) - mp.fsum((x - 1) * mp.digamma(x) for x in a)


DIRICHLET = Family(
    'dirichlet',
    lambda x, a: mp.fsum((c - 1) * mp.log(v) for c, v in zip(a, x)) - multi_beta(a),
    mean=lambda a: [x / mp.fsum(a) for x in a],
    variance=lambda a: [x * (mp.fsum(a) - x) / (mp.fsum(a) ** 2 * (mp.fsum(a) + 1)) for x in a],
    entropy=dirichlet_entropy,
    kinds={'value': 'simplex'},
)
for a in [[0.5, 1, 4], [0.01, 0.02, 0.05], [20, 30, 100]]:
    DIRICHLET.at({'concentration': a}, [0.25, 0.25, 0.5], [1e-10, 0.5, 0.5])
DIRICHLET.at({'concentration': [1e4, 2e4, 1e4]}, [0.25, 0.5, 0.25], [0.2578125, 0.5, 0.2421875])


def logistic_normal_log(y, m, s):
    """The coordinates of stick breaking: logits of the parts of what is left, moved so that equal parts are at 0."""
    left, total = mp.mpf(1), mp.mpf(0)
    for i, (mean, scale) in enumerate(zip(m, s)):
        part = y[i] / left
        x = mp.log(part / (1 - part)) + mp.log(len(m) - i)
        total += -(((x - mean) / scale) ** 2) / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2 - mp.log(part * (1 - part) * left)
        left -= y[i]
    return total


LOGISTIC_NORMAL = Family('logisticNormal', logistic_normal_log, slopes=('loc', 'scale'))
LOGISTIC_NORMAL.at({'loc': [1, -0.5], 'scale': [0.5, 2]}, [0.25, 0.5, 0.25], [0.125, 0.0625, 0.8125], [2**-70, 0.25, 0.75])


def excess(t, power):
    """E max(0, Z + t)^power."""
    cdf, pdf = mp.ncdf(t), mp.npdf(t)
    return pdf + t * cdf if power == 1 else (1 + t**2) * cdf + t * pdf


def projected_log(x, m):
    along = mp.fsum(a * b for a, b in zip(x, m))
    across = mp.fsum(b * b for b in m) * mp.fsum(a * a for a in x) - along**2
    power = len(x) - 1
    return -across / 2 - mp.log(2 * mp.pi) * (mp.mpf(1) / 2 if power == 1 else 1) + mp.log(excess(along, power))


def circle_length(m):
    r = mp.sqrt(mp.fsum(x * x for x in m))
    y = r**2 / 4
    return mp.sqrt(mp.pi / 8) * mp.exp(-y) * (mp.besseli(0, y) + mp.besseli(1, y)) * r


def circle_mean(m):
    r = mp.sqrt(mp.fsum(x * x for x in m))
    return [x / r * circle_length(m) if r else mp.mpf(0) for x in m]


def circle_variance(m):
    square = mp.fsum(x * x for x in m)
    double = 1 - mp.expm1(-square / 2) / (-square / 2) if square else mp.mpf(0)
    alongs = [x**2 / square for x in m] if square else [mp.mpf(1) / 2] * 2
    return [((2 * a - 1) * double + 1) / 2 - a * circle_length(m) ** 2 for a in alongs]


def sphere_mean(m):
    r = mp.sqrt(mp.fsum(x * x for x in m))
    size = mp.sqrt(2 / mp.pi) * mp.exp(-(r**2) / 2) / r + (1 - 1 / r**2) * mp.erf(r / mp.sqrt(2))
    return [x / r * size for x in m]


CIRCLE = Family('projectedNormal', projected_log, mean=circle_mean, variance=circle_variance, slopes=('concentration',))
for m in [[0.5, -1], [-3, 2], [0.01, 0.02], [30, -40]]:
    CIRCLE.at({'concentration': m}, [1, 0], [0, -1], [-1, 0])
SPHERE = Family('projectedNormal on the sphere', projected_log, mean=sphere_mean, slopes=('concentration',))
for m in [[1, -2, 0.5], [-3, 2, -1], [0.125, 0, 0.25], [40, -20, 40]]:
    SPHERE.at({'concentration': m}, [1, 0, 0], [0, -1, 0], [0, 0, -1])

# ---- hidden chains of three steps ---------------------------------------------------------------------------------------------


def scalar_log(x, m, s):
    return -(((x - m) / s) ** 2) / 2 - mp.log(s) - mp.log(2 * mp.pi) / 2


def chain_log(x, first, move, loc, scale):
    """The sum over all paths: there is a step before the first observation."""
    start = softmax(first)
    steps = [softmax(row) for row in move[0]]
    sums = []
    for path in itertools.product(range(len(start)), repeat=len(x) + 1):
        weight = start[path[0]]
        for t, at in enumerate(x):
            weight *= steps[path[t]][path[t + 1]] * mp.exp(scalar_log(at, loc[0][path[t + 1]], scale[0][path[t + 1]]))
        sums.append(weight)
    return mp.log(mp.fsum(sums))


def chain_states(first, move):
    steps = [softmax(row) for row in move[0]]
    now, out = softmax(first), []
    for _ in range(3):
        now = product([now], steps)[0]
        out.append(now)
    return out


def chain_mean(first, move, loc, scale):
    return [mp.fsum(p * m for p, m in zip(now, loc[0])) for now in chain_states(first, move)]


def chain_variance(first, move, loc, scale):
    means = chain_mean(first, move, loc, scale)
    states = chain_states(first, move)
    return [mp.fsum(p * (s**2 + (m - mean) ** 2) for p, m, s in zip(now, loc[0], scale[0])) for now, mean in zip(states, means)]


DISCRETE_CHAIN = Family('discreteHMM', chain_log, mean=chain_mean, variance=chain_variance, floors={'initialLogits': lambda *_: 1, 'transitionLogits': lambda *_: 1})
DISCRETE_CHAIN.at(
    {'initialLogits': [0.5, -1], 'transitionLogits': [[[2, 0], [-1, 1.5]]], 'loc': [[-1, 2]], 'scale': [[0.5, 1.5]]},
    [-1, -0.5, 2],
    [3, 3, 3],
    [-8, 10, 0],
)
DISCRETE_CHAIN.at(
    {'initialLogits': [0, 30], 'transitionLogits': [[[20, 0], [0, 20]]], 'loc': [[0, 100]], 'scale': [[1, 1]]}, [0, 1, -1], [100, 99, 101]
)


def linear_chain(move, see, first, scale):
    """Mean and covariance of all observations, of x_t = z_t H + noise and z_t = z_(t-1) F + noise."""
    (f,), (h,), (noise,) = move, see, scale
    size = len(first)
    squares = [[noise[i] ** 2 if i == j else mp.mpf(0) for j in range(size)] for i in range(size)]
    mean, cov = first, [[mp.mpf(i == j) for j in range(size)] for i in range(size)]
    means, covs = [], []
    for _ in range(3):
        mean = product([mean], f)[0]
        cov = plus(product(product(transpose(f), cov), f), squares)
        means.append(mean)
        covs.append(cov)
    seen = [x for m in means for x in product([m], h)[0]]
    whole = [[mp.mpf(0)] * (3 * size) for _ in range(3 * size)]
    for s in range(3):
        between = covs[s]
        for t in range(s, 3):
            if t > s:
                between = product(between, f)
            block = product(product(transpose(h), between), h)
            for i, j in itertools.product(range(size), repeat=2):
                whole[s * size + i][t * size + j] = block[i][j] + (squares[i][j] if s == t else 0)
                whole[t * size + j][s * size + i] = whole[s * size + i][t * size + j]
    return seen, whole


def in_pairs(x):
    return [x[i : i + 2] for i in range(0, len(x), 2)]


LINEAR_CHAIN = Family(
    'gaussianHMM',
    lambda x, *p: normal_log([v for row in x for v in row], *linear_chain(*p)),
    mean=lambda *p: in_pairs(linear_chain(*p)[0]),
    variance=lambda *p: in_pairs(diagonal(linear_chain(*p)[1])),
    entropy=lambda *p: normal_entropy(linear_chain(*p)[1]),
)
LINEAR_CHAIN.at(
    {'transitionMatrix': [[[0.9, 0.25], [-0.5, 0.75]]], 'observationMatrix': [[[1, 0.5], [0, 2]]], 'loc': [1, -1], 'scale': [[0.5, 1]]},
    [[0.5, -1], [1, 2], [0, 0.25]],
    [[5, -3], [4, 2], [-6, 1]],
)
LINEAR_CHAIN.at(
    {'transitionMatrix': [[[0, 1], [-1, 0]]], 'observationMatrix': [[[1, 0], [0, 1]]], 'loc': [98, -105], 'scale': [[1, 10]]},
    [[100, 100], [-100, 90], [-110, -100]],
)

FAMILIES = [
    *NORMALS, LOW_RANK, STUDENT, *WISHARTS, *LKJS, WALK, DIRICHLET, LOGISTIC_NORMAL, CIRCLE, SPHERE, DISCRETE_CHAIN, LINEAR_CHAIN,
]  # fmt: skip
