import {
  autoDelta,
  autoDiagonalNormal,
  autoGuideList,
  autoLaplaceApproximation,
  autoLowRankMultivariateNormal,
  autoMultivariateNormal,
  autoNormal,
  autoNormalizingFlow,
  type AutoGuide,
} from '../../../src/infer/index.js';
import { block, type Program } from '../../../src/ppl/index.js';

/** A guide that all laws are put to. */
export interface GuideRow {
  readonly name: string;
  readonly make: (model: Program<[]>) => AutoGuide<[]>;
  /** Whether median and quantiles have closed forms. */
  readonly hasQuantiles: boolean;
  /** Whether all draws are one point. */
  readonly isPoint?: true;
}

export const guides: readonly GuideRow[] = [
  { name: 'autoDelta', make: (model) => autoDelta(model), hasQuantiles: true, isPoint: true },
  { name: 'autoNormal', make: (model) => autoNormal(model), hasQuantiles: true },
  { name: 'autoDiagonalNormal', make: (model) => autoDiagonalNormal(model), hasQuantiles: true },
  { name: 'autoMultivariateNormal', make: (model) => autoMultivariateNormal(model), hasQuantiles: true },
  { name: 'autoLowRankMultivariateNormal', make: (model) => autoLowRankMultivariateNormal(model), hasQuantiles: true },
  {
    name: 'autoLaplaceApproximation',
    make: (model) => autoLaplaceApproximation(model),
    hasQuantiles: true,
    isPoint: true,
  },
  { name: 'autoNormalizingFlow', make: (model) => autoNormalizingFlow(model, { hiddenSize: 4 }), hasQuantiles: false },
  {
    name: 'autoGuideList',
    make: (model) => {
      // Of each model one part takes these sites, and the other the rest.
      const some = ['real', 'scale', 'weights'];
      const part = (isTaken: boolean): typeof model =>
        block({ hideFn: ({ type, name }) => type === 'sample' && some.includes(name) !== isTaken }, model);
      return autoGuideList(model, [autoMultivariateNormal(part(false)), autoDiagonalNormal(part(true))]);
    },
    hasQuantiles: true,
  },
];
