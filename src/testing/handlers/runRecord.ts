import * as tf from '@tensorflow/tfjs-core';
import { logDensity } from '../../infer/index.js';
import type { Infer, Trace, TracedSite } from '../../ppl/index.js';
import type { Change } from './handlerLaw.js';

/** What is recorded of one site, as plain data. */
export interface SiteRecord {
  readonly name: string;
  /** Kind and plates, in words. */
  readonly kind: string;
  readonly value: readonly number[];
  readonly density: readonly number[];
  readonly observed: boolean;
  readonly hints: string;
}

/** What is recorded of one run, as plain data that outlives its tensors. */
export interface RunRecord {
  readonly sites: readonly SiteRecord[];
  /** Their dims and indices, in order of entry. */
  readonly plates: readonly string[];
  readonly result: readonly number[];
}

const ALL: readonly Change[] = ['names', 'values', 'densities', 'observed', 'hints'];
// Of sums of float32 numbers in another order.
const ROUNDING = 2e-5;

export function recordOf({ sites, plates, result }: Trace): RunRecord {
  return {
    sites: [...sites.values()].map(siteRecord),
    plates: [...plates.values()].map(
      ({ value: { indices, dim } }) => `dim ${dim ?? 'none'} of indices ${indices?.join(' ') ?? 'all'}`,
    ),
    result: result instanceof tf.Tensor ? [...result.dataSync()] : [],
  };
}

/** The first difference between two runs in some respects, or in all; undefined if they are alike. */
export function difference(expected: RunRecord, got: RunRecord, respects: readonly Change[] = ALL): string | undefined {
  const unlike = respects.includes('names') ? otherSites(expected, got) : undefined;
  if (unlike !== undefined) return unlike;
  if (respects.includes('values')) {
    const results = otherNumbers('the result', expected.result, got.result, 0);
    // Plates that are hidden, or more, are other names.
    const isAsMany = got.plates.length === expected.plates.length;
    const problem = results ?? (isAsMany ? otherIn('plates', expected.plates, got.plates) : undefined);
    if (problem !== undefined) return problem;
  }
  for (const [a, b] of pairsOf(expected, got)) {
    const found = otherSite(a, b, respects);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The sites of two runs that stand for each other: those of one name, or where there are as many, those in one place. */
export function pairsOf(plain: RunRecord, other: RunRecord): [SiteRecord, SiteRecord][] {
  const isAsMany = plain.sites.length === other.sites.length;
  const byName = new Map(other.sites.map((site) => [site.name, site]));
  return plain.sites.flatMap((site, i): [SiteRecord, SiteRecord][] => {
    const partner = byName.get(site.name) ?? (isAsMany ? other.sites[i] : undefined);
    return partner === undefined ? [] : [[site, partner]];
  });
}

function otherSites(expected: RunRecord, got: RunRecord): string | undefined {
  const sitesOf = ({ sites }: RunRecord): string[] => sites.map(({ name, kind }) => `${kind} "${name}"`);
  return otherIn('sites', sitesOf(expected), sitesOf(got));
}

function otherIn(what: string, expected: readonly string[], got: readonly string[]): string | undefined {
  const at = expected.findIndex((one, i) => one !== got[i]);
  if (at < 0 && expected.length === got.length) return undefined;
  const place = at < 0 ? expected.length : at;
  return `${what}: expected ${expected[place] ?? 'no more'} at place ${place}, got ${got[place] ?? 'no more'}`;
}

function otherSite(a: SiteRecord, b: SiteRecord, respects: readonly Change[]): string | undefined {
  const title = `site "${b.name}"`;
  const found: Readonly<Record<Change, string | undefined>> = {
    names: undefined,
    keys: undefined,
    values: otherNumbers(`${title}: its value`, a.value, b.value, 0),
    densities:
      isSample(a) && isSample(b)
        ? otherNumbers(`${title}: its log density`, a.density, b.density, ROUNDING)
        : undefined,
    observed:
      a.observed === b.observed ? undefined : `${title}: expected observed to be ${a.observed}, got ${b.observed}`,
    hints:
      a.hints === b.hints || !isSample(a) || !isSample(b)
        ? undefined
        : `${title}: expected the hints ${a.hints}, got ${b.hints}`,
  };
  return respects.map((respect) => found[respect]).find((problem) => problem !== undefined);
}

function isSample({ kind }: SiteRecord): boolean {
  return kind.startsWith('sample');
}

function otherNumbers(
  what: string,
  expected: readonly number[],
  got: readonly number[],
  rounding: number,
): string | undefined {
  if (expected.length !== got.length) return `${what}: expected ${expected.length} numbers, got ${got.length}`;
  const isNear = (x: number, i: number): boolean => {
    const want = expected[i] ?? NaN;
    return Object.is(x, want) || x === want || Math.abs(x - want) <= rounding * Math.max(1, Math.abs(want));
  };
  const at = got.findIndex((x, i) => !isNear(x, i));
  return at < 0 ? undefined : `${what}: expected ${expected[at]} at index ${at}, got ${got[at]}`;
}

function siteRecord(site: TracedSite): SiteRecord {
  const plates = site.plates.map(({ name }) => name).join(', ');
  const common = {
    name: site.name,
    kind: `${site.type}${plates === '' ? '' : ` in ${plates}`}`,
    value: [...site.value.dataSync()],
  };
  if (site.type !== 'sample') return { ...common, density: [], observed: false, hints: '' };
  const density = tf.tidy(() => [...logDensity(site).dataSync()]);
  return { ...common, density, observed: site.observed, hints: hintsText(site.infer) };
}

/** Hints in order of their names, tensors as their numbers. */
function hintsText(infer: Infer): string {
  const entries = Object.entries(infer).filter(([, hint]) => hint !== undefined);
  const text = ([name, hint]: [string, unknown]): string =>
    `${name}: ${hint instanceof tf.Tensor ? [...hint.dataSync()].join(' ') : String(hint)}`;
  return `{ ${entries.map(text).sort().join(', ')} }`;
}
