import { checkOptionNames, inferConfig, type Infer, type Program, type SampleMessage } from '../../ppl/index.js';

export interface ConfigEnumerateOptions {
  /** Whether enumerated values are expanded to their whole batch. Default: false. */
  readonly expand?: boolean;
}

/** Marks every latent site of `program` that has a finite support for parallel enumeration, keeping marks it has. */
export function configEnumerate<Args extends readonly unknown[], R>(
  program: Program<Args, R>,
  options: ConfigEnumerateOptions = {},
): Program<Args, R> {
  checkOptionNames('configEnumerate', options, ['expand']);
  const { expand = false } = options;
  const config = ({ observed, dist, infer }: SampleMessage): Infer => {
    if (observed || !dist.hasEnumerateSupport || infer.enumerate !== undefined) return {};
    return { enumerate: 'parallel', expand };
  };
  return inferConfig(config, program);
}
