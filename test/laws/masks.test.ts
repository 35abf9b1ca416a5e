// Scales and masks over random small programs.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { klDivergence, normal } from '../../src/dist/index.js';
import { mask, scale } from '../../src/ppl/index.js';
import {
  isLegal,
  tablesOf,
  type SmallDensity,
  type SmallPlate,
  type SmallProgram,
  type SmallSite,
  type Tables,
} from '../../src/testing/index.js';
import { expectClose } from '../support/expectClose.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { estimateOf, expectSame, holds } from './programs.js';

useScalarEngine();

describe('scale and mask', () => {
  it('a scale around both sides multiplies the loss and its gradients', () => {
    holds((program) => {
      const { loss, gradients } = estimateOf(program);
      const times = 2.5;
      expectSame(
        estimateOf(program, (side) => scale(times, side)),
        {
          loss: times * loss,
          gradients: Object.fromEntries(
            Object.entries(gradients).map(([name, all]) => [name, all.map((x) => times * x)]),
          ),
        },
      );
    });
  });

  it('a mask of true changes nothing', () => {
    holds((program) => {
      expectSame(
        estimateOf(program, (side) => mask(true, side)),
        estimateOf(program),
      );
    });
  });

  it('a plate whose last index is masked is the plate without it', () => {
    holds(
      (program) => {
        const plate = cuttable(program);
        if (plate === undefined) throw new Error('no plate to cut');
        const hidden = estimateOf(masked(program, plate));
        const [short, rows] = cut(program, plate);
        const kept = estimateOf(short, undefined, rows(tablesOf(program)));
        expectClose(hidden.loss, kept.loss, { relative: 1e-4, tolerance: 1e-4 });
        const gradients = rows(
          Object.fromEntries(Object.entries(hidden.gradients).map(([name, all]) => [name, Float64Array.from(all)])),
        );
        for (const [name, gradient] of Object.entries(kept.gradients)) {
          expectClose(gradients[name] ?? [], gradient, { relative: 1e-3, tolerance: 1e-3 });
        }
      },
      (program) => isLegal(program) && cuttable(program) !== undefined && isLegal(cut(program, cuttable(program))[0]),
    );
  });

  it('a masked choice that nothing depends on adds nothing', () => {
    holds((program) => {
      for (const side of ['guide', 'model'] as const) {
        const leaf = { ...aloneOf(program), side };
        const longer = { ...program, sites: [...program.sites, leaf] };
        const { loss, gradients } = estimateOf(longer);
        const shorter = estimateOf(program);
        const own = Object.fromEntries(
          [`model ${leaf.name}`, ...(side === 'guide' ? [`guide ${leaf.name}`] : [])].map((name) => [name, [0, 0]]),
        );
        expectSame({ loss, gradients }, { loss: shorter.loss, gradients: { ...shorter.gradients, ...own } });
      }
    }, isTree);
  });

  it('an unobserved leaf that the model sums out adds nothing', () => {
    holds((program) => {
      const leaf: SmallSite = { ...aloneOf(program), side: 'model' };
      const open = { ...leaf, model: { ...leaf.model, mask: undefined } };
      const { loss, gradients } = estimateOf({ ...program, sites: [...program.sites, open] });
      const shorter = estimateOf(program);
      expectSame(
        { loss, gradients },
        { loss: shorter.loss, gradients: { ...shorter.gradients, [`model ${leaf.name}`]: [0, 0] } },
      );
    }, isTree);
  });

  it('the divergence under a mask and that under its opposite are the whole', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const row = fc.record({ q: number, p: number, spread: number, isKept: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        tf.tidy(() => {
          const column = (of: (r: (typeof rows)[number]) => number): tf.Tensor => tf.tensor1d(rows.map(of));
          const kept = tf.tensor1d(rows.map((r) => Number(r.isKept)), 'bool'); // prettier-ignore
          const q = normal({ loc: column((r) => r.q), scale: column((r) => Math.exp(r.spread)) });
          const p = normal({ loc: column((r) => r.p), scale: 1 });
          const under = (m: tf.Tensor): tf.Tensor => klDivergence(q.mask(m), p.mask(m)) ?? tf.scalar(NaN);
          expectClose(tf.add(under(kept), under(tf.logicalNot(kept))), klDivergence(q, p) ?? NaN, { roundings: 2 });
        });
      }),
      { numRuns: 25, seed: 1 },
    );
  });
});

/** Not a chain: there an expanded value may keep in reach what one more choice would take the dim of. */
const isTree = (program: SmallProgram): boolean => !program.isMarkov && isLegal(program);

/** A choice of two values in no plate, masked on both sides. */
function aloneOf({ sites }: SmallProgram): SmallSite {
  const density: SmallDensity = {
    parents: [],
    shape: [1, 1, 1, 2],
    table: Float64Array.from([0.3, -0.8]),
    scale: 1,
    mask: [false],
  };
  const strategy = 'parallel';
  const bare = { kind: 'choice', size: 2, plates: [], first: 0, side: 'guide', isExpanded: false, datum: 0 } as const;
  return {
    ...bare,
    strategy,
    name: `s${sites.length}`,
    model: density,
    guide: { ...density, table: Float64Array.of(1, 0) },
  };
}

/** A whole plate, outermost in its sites, that has more than one index. */
function cuttable({ sites }: SmallProgram): SmallPlate | undefined {
  const isOutermost = (plate: SmallPlate): boolean =>
    sites.every(
      ({ plates }) => !plates.includes(plate) || plates.every(({ dim, size }) => dim >= plate.dim || size === 1),
    );
  return sites
    .flatMap(({ plates }) => plates)
    .find((plate) => plate.size > 1 && plate.size === plate.fullSize && isOutermost(plate));
}

type Cells = SmallSite['plates'];

/** Whether each cell of a site's plates, row by row, is at an index of `plate` before the last. */
function isBeforeLast(plates: Cells, plate: SmallPlate): boolean[] {
  const extent = (dim: number): number => plates.find((each) => each.dim === dim)?.size ?? 1;
  return Array.from({ length: extent(-2) * extent(-1) }, (_, i) => {
    const at = plate.dim === -1 ? i % extent(-1) : Math.floor(i / extent(-1));
    return at < plate.size - 1;
  });
}

const inside = (plate: SmallPlate, sites: readonly SmallSite[], change: (site: SmallSite) => SmallSite): SmallSite[] =>
  withParents(sites.map((site) => (site.plates.includes(plate) ? change(site) : site)));

/** With parents that are the changed sites of the same names. */
function withParents(sites: readonly SmallSite[]): SmallSite[] {
  const known = new Map<string, SmallSite>();
  for (const site of sites) {
    const renewed = (density: SmallDensity): SmallDensity => ({
      ...density,
      parents: density.parents.map((parent) => known.get(parent.name) ?? parent),
    });
    known.set(site.name, { ...site, model: renewed(site.model), guide: renewed(site.guide) });
  }
  return [...known.values()];
}

/** The program with the last index of a plate masked on both sides. */
function masked(program: SmallProgram, plate: SmallPlate): SmallProgram {
  const sites = inside(plate, program.sites, (site) => {
    const kept = isBeforeLast(site.plates, plate);
    const hide = (density: SmallDensity): SmallDensity => ({
      ...density,
      mask: kept.map((isKept, i) => isKept && (density.mask?.[i] ?? true)),
    });
    return { ...site, model: hide(site.model), guide: hide(site.guide) };
  });
  return { ...program, sites };
}

/** The program without the last index of a plate, and what takes its rows out of tables. */
function cut(program: SmallProgram, plate: SmallPlate | undefined): [SmallProgram, (tables: Tables) => Tables] {
  if (plate === undefined) return [program, (tables) => tables];
  const shorter: SmallPlate = { ...plate, size: plate.size - 1, fullSize: plate.size - 1 };
  const shapes = new Map<string, (table: Float64Array) => Float64Array>();
  const sites = inside(plate, program.sites, (site) => {
    const kept = isBeforeLast(site.plates, plate);
    const shorten = (density: SmallDensity, name: string): SmallDensity => {
      const keep = rowsKept(density, plate);
      shapes.set(name, keep);
      const [rows, columns, parents, size] = density.shape;
      const shape =
        plate.dim === -2 ? [Math.min(rows, shorter.size), columns] : [rows, Math.min(columns, shorter.size)];
      return {
        ...density,
        table: keep(density.table),
        shape: [shape[0] ?? 1, shape[1] ?? 1, parents, size],
        mask: density.mask?.filter((_, i) => kept[i]),
      };
    };
    const plates = site.plates.map((each) => (each === plate ? shorter : each));
    return {
      ...site,
      plates,
      model: shorten(site.model, `model ${site.name}`),
      guide: shorten(site.guide, `guide ${site.name}`),
    };
  });
  const take = (tables: Tables): Tables =>
    Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, shapes.get(name)?.(table) ?? table]));
  return [{ ...program, sites }, take];
}

/** Takes the last index out of the part of a table that varies over the plate. */
function rowsKept({ shape }: SmallDensity, plate: SmallPlate): (table: Float64Array) => Float64Array {
  const [rows, columns, parents, size] = shape;
  const extent = plate.dim === -2 ? rows : columns;
  if (extent === 1) return (table) => table;
  return (table) =>
    table.filter((_, i) => {
      const cell = Math.floor(i / (parents * size));
      const at = plate.dim === -2 ? Math.floor(cell / columns) : cell % columns;
      return at < extent - 1;
    });
}
