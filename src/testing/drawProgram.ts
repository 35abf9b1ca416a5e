import { componentsOf } from './questions.js';
import type { SmallDensity, SmallPlate, SmallProgram, SmallSite } from './smallProgram.js';

type Random = () => number;

/**
 * The program number `seed`: 2 to 6 sites, up to 4 values from any first one, plates up to 3 wide and 2 deep, nested, crossed or
 * subsampled, random masks, scales and strategies of enumeration.
 */
export function smallProgram(seed: number): SmallProgram {
  const random = mulberry(seed);
  const contexts = layout(random);
  const sites: SmallSite[] = [];
  const count = 2 + below(random, 5);
  for (let i = 0; i < count; i += 1) sites.push(site(random, `s${i}`, pick(random, contexts), sites));
  return { seed, sites: shareScales(sites, random), isMarkov: random() < 0.25 };
}

function layout(random: Random): readonly SmallPlate[][] {
  const plate = (name: string, dim: -1 | -2): SmallPlate => {
    const size = pick(random, [1, 2, 2, 3]);
    return { name, size, fullSize: random() < 0.15 ? 2 * size : size, dim };
  };
  const [a, b, c] = [plate('a', -1), plate('b', -2), plate('c', -1)];
  const crossed = [[], [a], [b], [a, b]];
  return pick(random, [[[]], [[], [a]], [[], [a], [a, b]], [[], [b], [b, a]], [[], [a], [c]], crossed, crossed]);
}

function site(random: Random, name: string, plates: SmallPlate[], before: readonly SmallSite[]): SmallSite {
  const kind = pick(random, ['choice', 'choice', 'choice', 'point', 'observed', 'observed'] as const);
  const isChoice = kind === 'choice';
  const size = isChoice ? pick(random, [1, 2, 2, 2, 3, 4]) : 1;
  const first = isChoice ? pick(random, [0, 0, 1, -2]) : 0;
  const side = isChoice && random() < 0.6 ? 'model' : 'guide';
  const strategy = random() < 0.4 ? 'sequential' : 'parallel';
  const around = before.filter(
    (other) => other.kind !== 'observed' && other.plates.every((plate) => plates.includes(plate)),
  );
  const parents = chooseSome(random, around);
  const guideParents = chooseSome(
    random,
    around.filter((other) => other.side === 'guide'),
  );
  const isExpanded = random() < 0.5;
  const bare = { name, kind, size, plates, first, side, strategy, isExpanded, datum: normalish(random) } as const;
  return { ...bare, model: density(random, bare, parents), guide: density(random, bare, guideParents) };
}

function density(
  random: Random,
  { plates, size }: Pick<SmallSite, 'plates' | 'size'>,
  parents: readonly SmallSite[],
): SmallDensity {
  const extent = (dim: number): number => plates.find((plate) => plate.dim === dim)?.size ?? 1;
  const [rows, columns] = random() < 0.5 ? [extent(-2), extent(-1)] : [1, 1];
  const shape = [rows, columns, parents.reduce((product, parent) => product * parent.size, 1), size] as const;
  const table = Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => normalish(random));
  const cells = extent(-2) * extent(-1);
  const mask = random() < 0.3 ? Array.from({ length: cells }, () => random() < 0.5) : undefined;
  return { parents, shape, table, scale: pick(random, [1, 1, 0.5, 2, 3]), mask };
}

/** Sites that are summed together must have one scale. */
function shareScales(sites: readonly SmallSite[], random: Random): SmallSite[] {
  const groups = componentsOf({ sites });
  const scales = new Map(
    groups.flatMap((group) => {
      const scale = pick(random, [1, 0.5, 2]);
      return group.map((member) => [member.name, scale] as const);
    }),
  );
  const renewed = new Map<string, SmallSite>();
  for (const old of sites) {
    const renew = (parents: readonly SmallSite[]): SmallSite[] =>
      parents.flatMap((parent) => renewed.get(parent.name) ?? []);
    const { model, guide } = old;
    const scale = scales.get(old.name) ?? model.scale;
    const site = {
      ...old,
      model: { ...model, scale, parents: renew(model.parents) },
      guide: { ...guide, parents: renew(guide.parents) },
    };
    renewed.set(old.name, site);
  }
  return [...renewed.values()];
}

function chooseSome(random: Random, sites: readonly SmallSite[]): SmallSite[] {
  return sites.filter(() => random() < 0.75).slice(-3);
}

function normalish(random: Random): number {
  return 2 * (random() + random() + random() - 1.5);
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[below(random, items.length)] as T;
}

function below(random: Random, count: number): number {
  return Math.floor(random() * count);
}

/** A small generator of numbers in [0, 1), so that a program is known by its seed. */
function mulberry(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
