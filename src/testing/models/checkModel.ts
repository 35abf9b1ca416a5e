import { adam, sampleSites, traceElbo, traceEnumElbo, type Objective, type Optimizer } from '../../infer/index.js';
import { seed, trace, type Program } from '../../ppl/index.js';
import { checkExceptions } from '../checkExceptions.js';
import { problemOf } from '../problemOf.js';
import type { ModelLaw, ModelResult, ModelSubject } from './modelLaw.js';
import { modelLaws } from './modelLaws.js';

export interface ModelOptions<Args extends readonly unknown[]> {
  readonly model: Program<Args>;
  readonly guide: Program<NoInfer<Args>>;
  /** What both are called with; tensors are borrowed. Default: nothing. */
  readonly args?: Args | undefined;
  /** What is minimised. Default: `traceEnumElbo()` if a site is marked for enumeration, else `traceElbo()`. */
  readonly elbo?: Objective | undefined;
  /** Default: adam with a learning rate of 0.02. */
  readonly optimizer?: Optimizer | undefined;
  /** Arguments that hold parts of the data of `args`, as many in each: their mean loss must equal the loss of all. Default: none. */
  readonly minibatches?: readonly Args[] | undefined;
  /** How many steps of training. Default: 40. */
  readonly steps?: number | undefined;
  /** Which laws. Default: all. */
  readonly laws?: readonly ModelLaw[] | undefined;
  /** Laws that the model is not held to, each with the reason, which results repeat. */
  readonly except?: Readonly<Record<string, string>> | undefined;
  /** What draws come from. Default: 0. */
  readonly key?: number | undefined;
  /** The chance at most that one statistical law fails an honest model. Default: 1e-9. */
  readonly falseAlarmRate?: number | undefined;
}

/**
 * Puts a model and its guide to all laws of models, without a test runner.
 *
 * @returns one result a law
 * @throws ArgumentError if an exception names a law that does not exist
 * @example
 * const model = () => sample('z', normal({ loc: 0, scale: 1 }));
 * const guide = () => sample('z', normal({ loc: param('m', tf.scalar(1)), scale: 1 }));
 * checkModel('one site', { model, guide }).filter(({ status }) => status === 'failed');   // []
 */
export function checkModel<Args extends readonly unknown[]>(name: string, options: ModelOptions<Args>): ModelResult[] {
  checkExceptions(`except of ${name}`, options, modelLaws);
  return (options.laws ?? modelLaws).map((law) => checkOneModelLaw(law, options));
}

/** One law. */
export function checkOneModelLaw<Args extends readonly unknown[]>(
  law: ModelLaw,
  options: ModelOptions<Args>,
): ModelResult {
  const { key = 0, except = {} } = options;
  const result = (status: ModelResult['status'], reason: string): ModelResult => ({
    law: law.name,
    status,
    reason,
    key,
  });
  const excuse = except[law.name];
  if (excuse !== undefined) return result('exempt', excuse);
  const found: { exemption?: string | undefined } = {};
  const problem = problemOf(() => {
    const subject = subjectOf(options);
    found.exemption = law.exempts?.(subject);
    return found.exemption === undefined ? law.problem(subject) : undefined;
  });
  if (found.exemption !== undefined) return result('exempt', found.exemption);
  return problem === undefined ? result('passed', '') : result('failed', problem);
}

function subjectOf<Args extends readonly unknown[]>(options: ModelOptions<Args>): ModelSubject {
  const {
    model,
    guide,
    optimizer = adam({ learningRate: 0.02 }),
    steps = 40,
    key = 0,
    falseAlarmRate = 1e-9,
  } = options;
  // Without arguments, Args is the empty list.
  const args = options.args ?? ([] as unknown as Args);
  const elbo = options.elbo ?? (isMarked(model, guide, args) ? traceEnumElbo() : traceElbo());
  const { minibatches = [] } = options;
  const subject: ModelSubject<Args> = { model, guide, args, elbo, optimizer, minibatches, steps, key, falseAlarmRate };
  // Laws hand programs no other arguments than the subject's.
  return subject as unknown as ModelSubject;
}

/** Whether a site of either side is marked for enumeration. */
function isMarked<Args extends readonly unknown[]>(model: Program<Args>, guide: Program<Args>, args: Args): boolean {
  return [model, guide].some((program) =>
    sampleSites(trace(seed(0, program))(...args)).some(
      ({ observed, infer }) => !observed && infer.enumerate !== undefined,
    ),
  );
}
