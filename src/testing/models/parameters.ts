import { checkParameters, type Distribution } from '../../dist/index.js';
import { logDensity, sampleSites } from '../../infer/index.js';
import { fold } from '../../num/index.js';
import { firstProblem } from '../firstProblem.js';
import type { ModelLaw, ModelSubject } from './modelLaw.js';
import { gradientsAt, lawKey, moved, runsAt, startOf } from './modelRuns.js';

const FAR = 3;
const NEAR = 0.1;

export const parametersAnywhere: ModelLaw = {
  name: 'parametersAnywhere',
  statement: 'wherever training may take the parameters, distributions get parameters that they allow',
  exempts: withoutParameters,
  problem: (subject) => {
    const key = lawKey(subject, 'parametersAnywhere');
    const start = startOf(subject, key);
    const problems = Array.from({ length: 4 }, (_, i) => {
      const { guide, model } = runsAt(subject, start, key, moved(start.params, fold(key, i), FAR));
      return [...sampleSites(guide), ...sampleSites(model)].map((site) => {
        const refused = refusalOf(
          site.dist,
          `sample("${site.name}"), with parameters about ${FAR} from where they start`,
        );
        const isNaN = refused === undefined && logDensity(site).dataSync().some(Number.isNaN);
        return isNaN ? `sample("${site.name}"): expected a log density, got NaN` : refused;
      });
    });
    return firstProblem(problems.flat());
  },
};

export const everyParameterLearns: ModelLaw = {
  name: 'everyParameterLearns',
  statement: 'the gradient reaches every parameter',
  exempts: withoutParameters,
  problem: (subject) => {
    const key = lawKey(subject, 'everyParameterLearns');
    const start = startOf(subject, key);
    const dead = new Set(Object.keys(start.params));
    for (let i = 0; i < 5 && dead.size > 0; i += 1) {
      const gradients = gradientsAt(subject, start, moved(start.params, fold(key, i), NEAR), fold(key, i));
      for (const [name, gradient] of Object.entries(gradients)) {
        const numbers = gradient.dataSync();
        const bad = numbers.find((x) => !Number.isFinite(x));
        if (bad !== undefined) return `param("${name}"): expected a finite gradient, got ${bad}`;
        if (numbers.some((x) => x !== 0)) dead.delete(name);
      }
    }
    const [name] = dead;
    return name === undefined ? undefined : `param("${name}"): expected a gradient that is not 0 at every entry, got 0`;
  },
};

/** What is wrong with the parameters of a distribution: which, at what value. */
function refusalOf(dist: Distribution, where: string): string | undefined {
  try {
    checkParameters(dist, where);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The exemption of pairs with nothing to train. */
export function withoutParameters(subject: ModelSubject): string | undefined {
  const { params } = startOf(subject, lawKey(subject, 'parameters'));
  return Object.keys(params).length === 0 ? 'it has no parameters' : undefined;
}
