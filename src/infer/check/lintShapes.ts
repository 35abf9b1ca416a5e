import { formatShape, sameShape, sizeAt } from '../../num/index.js';
import { describeFrame, type Frame, type SampleMessage, type Site } from '../../ppl/index.js';
import { densityShape } from '../logDensity.js';
import type { Finding } from './finding.js';

/** The shape of a site's log density and of its data, against its plates. */
export function lintShape(site: Site<SampleMessage>, side: Finding['side']): Finding[] {
  const shape = densityShape(site);
  const sizes = new Map(site.plates.map((frame) => [frame.dim, frame.size]));
  const stray = shape
    .map((size, i) => ({ size, dim: i - shape.length }))
    .filter(({ size, dim }) => size !== 1 && !sizes.has(dim));
  return [...stray.map(({ size, dim }) => strayDim(site, side, size, dim)), ...lintData(site, side)];
}

function strayDim(site: Site<SampleMessage>, side: Finding['side'], size: number, dim: number): Finding {
  const plates = site.plates.map(describeFrame).join(', ') || 'no plate';
  const message = `sample("${site.name}"): its log density has shape ${formatShape(densityShape(site))}, whose size ${size} at dim ${dim} is that of no plate (it is in ${plates}). Try plate around it, toEvent(n), or data of another shape.`;
  return { severity: 'error', kind: 'batchShape', side, name: site.name, message };
}

/** One datum for all indices of a plate counts once for each. */
function lintData({ name, dist, value, observed, plates }: Site<SampleMessage>, side: Finding['side']): Finding[] {
  if (!observed || dist.isFactor === true) return [];
  const spread = plates.find(
    ({ dim, size = 1 }) => dim !== undefined && size > 1 && sizeAt(value.shape, dim - dist.eventShape.length) === 1,
  );
  if (spread === undefined) return [];
  const message = `sample("${name}"): one datum of shape ${formatShape(value.shape)} counts for every index of plate ${describeFrame(spread)}. Try data of size ${spread.size ?? 1} there.`;
  return [{ severity: 'warning', kind: 'dataSize', side, name, message }];
}

/** The event shape and the plates of a site that guide and model share. */
export function lintShared(guide: Site<SampleMessage>, model: Site<SampleMessage>): Finding[] {
  const { name } = model;
  const shapes = [guide, model].map(({ dist }) => formatShape(dist.eventShape));
  if (!sameShape(guide.dist.eventShape, model.dist.eventShape)) {
    const message = `sample("${name}"): its event shape is ${shapes[0] ?? ''} in the guide and ${shapes[1] ?? ''} in the model. Try toEvent(n) with the same n on both sides.`;
    return [{ severity: 'error', kind: 'eventShape', side: 'both', name, message }];
  }
  const [own, others] = [describePlates(guide.plates), describePlates(model.plates)];
  if (own === others) return [];
  const message = `sample("${name}"): its plates are ${own} in the guide and ${others} in the model. Try the same plates on both sides, with an explicit dim.`;
  return [{ severity: 'error', kind: 'plates', side: 'both', name, message }];
}

function describePlates(plates: readonly Frame[]): string {
  const vectorised = plates.filter((frame) => frame.dim !== undefined);
  return vectorised.map(describeFrame).sort().join(', ') || 'none';
}
