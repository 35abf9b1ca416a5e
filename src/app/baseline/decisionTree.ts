/** Samples to learn from: values of features, and classes from 0. */
export interface Samples {
  /** [sample, feature] in C order. */
  readonly features: Float32Array;
  readonly numFeatures: number;
  /** [sample] */
  readonly classes: ArrayLike<number>;
  readonly numClasses: number;
}

/** A question about one feature, or the shares of the classes where no question is left. */
export type TreeNode = Leaf | Branch;

interface Leaf {
  /** [class], summing to 1. */
  readonly shares: readonly number[];
}

interface Branch {
  readonly feature: number;
  /** Below it to the left, else to the right. */
  readonly threshold: number;
  readonly left: TreeNode;
  readonly right: TreeNode;
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
  /** The sum over both sides of (squared class counts / count): the larger, the purer. */
  readonly purity: number;
}

/**
 * A classification tree grown until its leaves are pure; each question is the best (Gini) over features that `propose`
 * gives out anew for every node.
 *
 * @param members the samples to grow from; one may come more than once
 * @see Breiman et al. 1984, "Classification and regression trees"
 */
export function growTree(samples: Samples, members: readonly number[], propose: () => readonly number[]): TreeNode {
  const counts = countClasses(samples, members);
  const split = counts.some((count) => count === members.length) ? undefined : bestSplit(samples, members, propose());
  if (split === undefined) return { shares: counts.map((count) => count / members.length) };
  const isLeft = (member: number): boolean => valueAt(samples, member, split.feature) < split.threshold;
  const left = members.filter(isLeft);
  const right = members.filter((member) => !isLeft(member));
  return { ...split, left: growTree(samples, left, propose), right: growTree(samples, right, propose) };
}

/** The shares of the classes in the leaf where the sample that starts at `offset` of `features` ends up. */
export function leafShares(tree: TreeNode, features: Float32Array, offset: number): readonly number[] {
  let node = tree;
  while ('feature' in node) node = (features[offset + node.feature] ?? 0) < node.threshold ? node.left : node.right;
  return node.shares;
}

function valueAt({ features, numFeatures }: Samples, member: number, feature: number): number {
  return features[member * numFeatures + feature] ?? 0;
}

function countClasses({ classes, numClasses }: Samples, members: readonly number[]): number[] {
  const counts = Array<number>(numClasses).fill(0);
  for (const member of members) addTo(counts, classes[member] ?? 0, 1);
  return counts;
}

function addTo(counts: number[], index: number, amount: number): void {
  counts[index] = (counts[index] ?? 0) + amount;
}

function bestSplit(samples: Samples, members: readonly number[], features: readonly number[]): Split | undefined {
  let best: Split | undefined;
  for (const feature of features) {
    const split = bestThreshold(samples, members, feature);
    if (split !== undefined && (best === undefined || split.purity > best.purity)) best = split;
  }
  return best;
}

/** Moves the samples one by one from right to left in the order of the feature, and keeps the purest division. */
function bestThreshold(samples: Samples, members: readonly number[], feature: number): Split | undefined {
  const sorted = members.map((member) => ({
    value: valueAt(samples, member, feature),
    own: samples.classes[member] ?? 0,
  }));
  sorted.sort((a, b) => a.value - b.value);
  const right = countClasses(samples, members);
  const left = right.map(() => 0);
  let best: Split | undefined;
  for (let i = 1; i < sorted.length; i += 1) {
    const { value: below, own } = sorted[i - 1] ?? { value: 0, own: 0 };
    const above = sorted[i]?.value ?? 0;
    addTo(left, own, 1);
    addTo(right, own, -1);
    if (below === above) continue;
    const purity = sumOfSquares(left) / i + sumOfSquares(right) / (sorted.length - i);
    if (best === undefined || purity > best.purity) best = { feature, threshold: (below + above) / 2, purity };
  }
  return best;
}

function sumOfSquares(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count * count, 0);
}
