import { normal } from '../../dist/index.js';
import { checkOptionNames, type Program } from '../../ppl/index.js';
import type { AutoGuide, NormalGuideOptions } from './autoGuide.js';
import { checkScale } from './checkScale.js';
import { initToMedian } from './init/index.js';
import { jointGuide, locAndScale } from './jointGuide.js';

/**
 * A guide of independent normals over the joint vector of all unconstrained numbers: the same family as `autoNormal`, with two
 * parameters, `autoDiagonalNormal.loc` and `autoDiagonalNormal.scale`, each [size].
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function autoDiagonalNormal<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: NormalGuideOptions = {},
): AutoGuide<Args> {
  checkOptionNames('autoDiagonalNormal', options, ['init', 'initScale', 'prefix']);
  const { initScale = 0.1 } = options;
  checkScale('autoDiagonalNormal.initScale', initScale);
  return jointGuide(
    model,
    {
      name: 'autoDiagonalNormal',
      defaultInit: initToMedian(),
      someParam: 'loc',
      posterior: (start, prefix) => normal(locAndScale(start, prefix, initScale)).toEvent(1),
    },
    options,
  );
}
