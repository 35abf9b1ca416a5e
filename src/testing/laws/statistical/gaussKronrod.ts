// Nodes and weights of QUADPACK's qk15: Piessens, de Doncker-Kapenga, Überhuber and Kahaner, QUADPACK, 1983.
const NODES = [
  0.991455371120813, 0.949107912342759, 0.864864423359769, 0.741531185599394, 0.586087235467691, 0.405845151377397,
  0.207784955007898,
];
const KRONROD = [
  0.022935322010529, 0.063092092629979, 0.10479001032225, 0.140653259715525, 0.169004726639267, 0.190350578064785,
  0.204432940075298,
];
const GAUSS = [0, 0.12948496616887, 0, 0.279705391489277, 0, 0.381830050505119, 0];

/** A place from -1 to 1 with its weight in the rule of 15 points, and in the rule of 7 that shares every second of them. */
export interface RuleNode {
  readonly place: number;
  readonly weight: number;
  readonly coarse: number;
}

/** The Gauss-Kronrod pair of 7 and 15 points; the difference of the two sums bounds the error of the larger. */
export const gaussKronrod: readonly RuleNode[] = [
  ...NODES.map((place, i) => nodeAt(-place, i)),
  { place: 0, weight: 0.209482141084728, coarse: 0.417959183673469 },
  ...NODES.map((place, i) => nodeAt(place, i)).reverse(),
];

function nodeAt(place: number, i: number): RuleNode {
  return { place, weight: KRONROD[i] ?? 0, coarse: GAUSS[i] ?? 0 };
}
