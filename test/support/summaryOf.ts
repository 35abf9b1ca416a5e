import { logDensity } from '../../src/infer/index.js';
import type { Trace } from '../../src/ppl/index.js';

/** What a trace recorded, as plain data that tests can compare. */
export function summaryOf({ sites, plates }: Trace): unknown {
  const rows = [...sites.values()].map((site) => {
    const row = {
      name: site.name,
      type: site.type,
      value: [...site.value.dataSync()],
      plates: site.plates.map(({ name }) => name),
    };
    if (site.type !== 'sample') return row;
    const { obs, ...hints } = site.infer;
    const infer = obs === undefined ? hints : { ...hints, obs: [...obs.dataSync()] };
    return { ...row, observed: site.observed, infer, density: [...logDensity(site).dataSync()] };
  });
  return { rows, plates: [...plates.values()].map(({ name, value }) => ({ name, ...value })) };
}
