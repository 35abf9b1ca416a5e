"""The problems of ppl.ts in Pyro; prints microseconds as JSON."""
import json
import statistics
import time

import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import SVI, Trace_ELBO, TraceEnum_ELBO
from pyro.infer.autoguide import AutoMultivariateNormal
from pyro.optim import Adam
from torch.distributions import constraints

SITES = 100
pyro.enable_validation(False)
torch.manual_seed(0)


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e6


class Still(dist.TorchDistribution):
    """Hands out one tensor again and again."""

    arg_constraints = {}
    support = constraints.real
    value = torch.tensor(0.5)

    def __init__(self):
        super().__init__(validate_args=False)

    def sample(self, sample_shape=torch.Size()):
        return self.value

    def expand(self, batch_shape, _instance=None):
        return self

    def log_prob(self, value):
        return torch.zeros(())


def site():
    still = Still()

    def model():
        for i in range(SITES):
            pyro.sample(f"x{i}", still)

    old = poutine.trace(model).get_trace()
    handled = poutine.replay(model, trace=old)
    handled = poutine.mask(handled, mask=True)
    handled = poutine.scale(handled, scale=2.0)
    handled = poutine.condition(handled, data={})
    handled = poutine.block(handled, hide_fn=lambda message: False)
    handled = poutine.infer_config(handled, config_fn=lambda message: {})
    handled = poutine.trace(handled)
    return statistics.median(timed(handled.get_trace) for _ in range(300)) / SITES


def gaussian():
    def model(x):
        loc = pyro.sample("loc", dist.Normal(0.0, 10.0))
        with pyro.plate("data", len(x)):
            pyro.sample("x", dist.Normal(loc, 1.0), obs=x)

    def guide(x):
        mean = pyro.param("mean", torch.tensor(0.0))
        sd = pyro.param("sd", torch.tensor(1.0), constraint=constraints.positive)
        pyro.sample("loc", dist.Normal(mean, sd))

    return step_time(model, guide, Trace_ELBO(), torch.tensor([2.1, 1.9, 2.3, 1.7]))


def mixture():
    def model(x):
        weights = pyro.param("weights", torch.tensor([0.3, 0.3, 0.4]), constraint=constraints.simplex)
        locs = pyro.param("locs", torch.tensor([-1.0, 0.0, 1.0]))
        scale = pyro.param("scale", torch.tensor(1.0), constraint=constraints.positive)
        with pyro.plate("data", len(x)):
            k = pyro.sample("k", dist.Categorical(weights), infer={"enumerate": "parallel"})
            pyro.sample("x", dist.Normal(locs[k], scale), obs=x)

    x = torch.randn(1000) + 3.0 * ((torch.arange(1000) % 3) - 1)
    return step_time(model, lambda x: None, TraceEnum_ELBO(max_plate_nesting=1), x)


def baseball():
    hits = torch.tensor([18.0, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])

    def model(x):
        mean = pyro.sample("mean", dist.Uniform(0.0, 1.0))
        kappa = pyro.sample("kappa", dist.Pareto(1.0, 1.5))
        with pyro.plate("players", len(x)):
            probs = pyro.sample("probs", dist.Beta(mean * kappa, (1 - mean) * kappa))
            pyro.sample("x", dist.Binomial(45, probs), obs=x)

    return step_time(model, AutoMultivariateNormal(model), Trace_ELBO(num_particles=8, vectorize_particles=True, max_plate_nesting=1), hits)


def step_time(model, guide, loss, x):
    pyro.clear_param_store()
    svi = SVI(model, guide, Adam({"lr": 0.01}), loss)
    for _ in range(100):
        svi.step(x)
    return statistics.median(timed(lambda: svi.step(x)) for _ in range(400))


print(json.dumps({"site": site(), "regression": gaussian(), "mixture": mixture(), "baseball": baseball(), "kernels": 0}))
