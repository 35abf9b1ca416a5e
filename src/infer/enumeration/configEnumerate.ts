import { ArgumentError } from '../../num/index.js';
import {
  checkOptionNames,
  inferConfig,
  type Infer,
  type ParamMessage,
  type Program,
  type SampleMessage,
} from '../../ppl/index.js';
import { checkDraws } from './enumerate.js';

export interface ConfigEnumerateOptions {
  /** All values at once, or one value a run, which only a guide can. Default: 'parallel'. */
  readonly default?: 'parallel' | 'sequential';
  /** Whether enumerated values are expanded to their whole batch. Default: false. */
  readonly expand?: boolean;
  /** Draw this many values in place of the support; then all latent sites are marked, whatever their support. */
  readonly numSamples?: number;
}

/**
 * Marks every latent site of `program` that has a finite support for enumeration, keeping marks it has.
 *
 * @throws ArgumentError if an option is unknown, or `numSamples` comes with 'sequential'
 */
export function configEnumerate<Args extends readonly unknown[], R>(
  program: Program<Args, R>,
  options: ConfigEnumerateOptions = {},
): Program<Args, R> {
  checkOptionNames('configEnumerate', options, ['default', 'expand', 'numSamples']);
  const { default: strategy = 'parallel', expand = false, numSamples } = options;
  checkStrategy(strategy);
  const mark: Infer = { enumerate: strategy, expand, ...(numSamples === undefined ? {} : { numSamples }) };
  checkDraws('configEnumerate', mark);
  const config = (message: SampleMessage | ParamMessage): Infer => {
    if (message.type === 'param') return {};
    const { observed, dist, infer } = message;
    if (observed || infer.enumerate !== undefined || infer.numSamples !== undefined) return {};
    const canDraw = numSamples !== undefined && dist.isFactor !== true;
    return dist.hasEnumerateSupport || canDraw ? mark : {};
  };
  return inferConfig(config, program);
}

/** For callers in JavaScript. */
function checkStrategy(strategy: string): void {
  if (strategy === 'parallel' || strategy === 'sequential') return;
  const expected = "default: 'parallel' or 'sequential'";
  throw new ArgumentError({ where: 'configEnumerate', expected, got: `'${strategy}'` });
}
