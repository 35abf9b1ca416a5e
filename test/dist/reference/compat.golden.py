# Names of all that Pyro and torch have, and log densities of the families that mean the same in Kiln; their versions are in the output.
#   python test/dist/reference/compat.golden.py > test/dist/reference/compat.golden.json
import json

import pyro
import pyro.distributions as d
import torch
import torch.distributions as t
from pyro.distributions import constraints, transforms

torch.set_default_dtype(torch.float64)
TRIL = [[1.2, 0.], [.3, .7]]
WHOLE = ("total_count", "dim")

# Family, parameters, value.
CASES = [
    ("AsymmetricLaplace", dict(loc=.3, scale=1.2, asymmetry=1.7), .9),
    ("Bernoulli", dict(probs=.3), 1.),
    ("Beta", dict(concentration1=2., concentration0=.7), .4),
    ("Cauchy", dict(loc=.3, scale=1.2), 2.),
    ("Chi2", dict(df=3.), 2.),
    ("ContinuousBernoulli", dict(probs=.3), .2),
    ("Delta", dict(v=1., log_density=.5), 1.),
    ("Dirichlet", dict(concentration=[.5,2.,3.]), [.2,.3,.5]),
    ("DirichletMultinomial", dict(concentration=[.5,2.,3.], total_count=6), [1.,2.,3.]),
    ("Exponential", dict(rate=2.), .7),
    ("Gamma", dict(concentration=2.5, rate=2.), .7),
    ("GammaPoisson", dict(concentration=2.5, rate=2.), 3.),
    ("Geometric", dict(probs=.3), 3.),
    ("Gumbel", dict(loc=.3, scale=1.2), .9),
    ("HalfCauchy", dict(scale=1.2), .9),
    ("HalfNormal", dict(scale=1.2), .9),
    ("InverseGamma", dict(concentration=2.5, rate=2.), .7),
    ("Kumaraswamy", dict(concentration1=2., concentration0=.7), .4),
    ("Laplace", dict(loc=.3, scale=1.2), .9),
    ("LogNormal", dict(loc=.3, scale=1.2), .9),
    ("Logistic", dict(loc=.3, scale=1.2), .9),
    ("LogisticNormal", dict(loc=[.3,-.2], scale=[1.2,.5]), [.2,.3,.5]),
    ("LowRankMultivariateNormal", dict(loc=[.3,-.2], cov_factor=[[1.],[.5]], cov_diag=[.3,.4]), [.1,.2]),
    ("MultivariateNormal", dict(loc=[.3,-.2], scale_tril=TRIL), [.1,.2]),
    ("MultivariateStudentT", dict(df=3., loc=[.3,-.2], scale_tril=TRIL), [.1,.2]),
    ("NegativeBinomial", dict(total_count=2.5, probs=.3), 3.),
    ("Normal", dict(loc=.3, scale=1.2), .9),
    ("OneHotCategorical", dict(probs=[.2,.3,.5]), [0.,1.,0.]),
    ("OrderedLogistic", dict(predictor=.4, cutpoints=[-1.,.2,1.5]), 2.),
    ("Pareto", dict(scale=1.2, alpha=2.5), 1.9),
    ("Poisson", dict(rate=2.), 3.),
    ("RelaxedBernoulli", dict(temperature=.7, probs=.3), .4),
    ("RelaxedOneHotCategorical", dict(temperature=.7, probs=[.2,.3,.5]), [.2,.3,.5]),
    ("SoftLaplace", dict(loc=.3, scale=1.2), .9),
    ("StudentT", dict(df=3., loc=.3, scale=1.2), .9),
    ("Uniform", dict(low=.3, high=1.2), .9),
    ("Weibull", dict(scale=1.2, concentration=2.5), .9),
    ("Wishart", dict(df=3.5, scale_tril=TRIL), [[1.,.2],[.2,.8]]),
    ("Categorical", dict(probs=[.2,.3,.5]), 1.),
    ("Binomial", dict(total_count=6., probs=.3), 2.),
    ("BetaBinomial", dict(concentration1=2., concentration0=.7, total_count=6), 2.),
    ("Multinomial", dict(total_count=6, probs=[.2,.3,.5]), [1.,2.,3.]),
    ("VonMises", dict(loc=.3, concentration=2.), 1.),
    ("ProjectedNormal", dict(concentration=[.6,-.9]), [.6,.8]),
    ("ProjectedNormal", dict(concentration=[.6,-.9,.3]), [.6,.8,0.]),
    ("LKJCholesky", dict(dim=3, concentration=1.5), [[1.,0.,0.],[.6,.8,0.],[.48,.6,.64]]),
]


def names(*modules):
    return sorted({name for module in modules for name in module.__all__})


def density(family, params, value):
    given = {name: x if name in WHOLE else torch.tensor(x) for name, x in params.items()}
    log_prob = getattr(d, family)(**given, validate_args=False).log_prob(torch.tensor(value))
    return {"family": family, "params": params, "value": value, "logProb": log_prob.item()}


print(json.dumps({
    "pyro": pyro.__version__,
    "torch": torch.__version__.split("+")[0],
    "distributions": names(d, t),
    "constraints": names(constraints, t.constraints),
    "transforms": names(transforms, t.transforms),
    "densities": [density(*case) for case in CASES],
}, indent=1))
