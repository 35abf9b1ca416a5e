import * as deterministic from './deterministic/index.js';
import { ordinaryLaws, specialLaws } from './deterministicLaws.js';
import type { Law } from './law.js';
import * as statistical from './statistical/index.js';

type Deterministic = typeof deterministic;
type Statistical = Omit<typeof statistical, 'klFrom' | 'smallestEffects' | 'statisticalLaws'>;

const { klFrom: _klFrom, smallestEffects: _effects, statisticalLaws: inOrder, ...byName } = statistical;

/** All laws of distributions by name, each usable alone: `checkLaw(laws.shapes, { factory, parameters })`. */
export const laws: Readonly<Deterministic & Statistical> = { ...deterministic, ...byName };

/** All laws in the order in which suites run them: the cheap ones first, those of special places last. */
export const allLaws: readonly Law[] = [...ordinaryLaws, ...inOrder, ...specialLaws];
