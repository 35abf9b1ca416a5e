import { bestSplit, sumOfTargets, type Lesson } from './bestSplit.js';

/** A question about one feature, or the answer where no question is left. */
export type TreeNode = Leaf | Branch;

interface Leaf {
  /** [answer]; by default the mean of the targets, [target], which for classes are their shares. */
  readonly value: ArrayLike<number>;
}

interface Branch {
  readonly feature: number;
  /** Below it to the left, else to the right. */
  readonly threshold: number;
  readonly left: TreeNode;
  readonly right: TreeNode;
}

export interface TreeOptions {
  /** The features that a question may choose from, asked for anew for every node. */
  readonly propose: () => readonly number[];
  /** How many questions lie between the root and a leaf at most. Default: as many as it takes. */
  readonly maxDepth?: number;
  /** What a leaf answers. Default: the mean of its members' targets. */
  readonly answer?: (members: readonly number[]) => ArrayLike<number>;
}

/**
 * A tree grown until its leaves are pure, or to a depth; each question is the best in squared distance, which for one-hot
 * classes is the best in the Gini index.
 *
 * @param members the samples to grow from; one may come more than once
 * @see Breiman et al. 1984, "Classification and regression trees"
 */
export function growTree(lesson: Lesson, members: readonly number[], options: TreeOptions): TreeNode {
  const { propose, maxDepth = Infinity, answer = (all) => meanOf(lesson, all) } = options;
  const split = maxDepth === 0 || isPure(lesson, members) ? undefined : bestSplit(lesson, members, propose());
  if (split === undefined) return { value: answer(members) };
  const { feature, threshold } = split;
  const { values, numFeatures } = lesson.features;
  const isLeft = (member: number): boolean => (values[member * numFeatures + feature] ?? 0) < threshold;
  const below = { propose, maxDepth: maxDepth - 1, answer };
  const left = growTree(lesson, members.filter(isLeft), below);
  const right = growTree(
    lesson,
    members.filter((member) => !isLeft(member)),
    below,
  );
  return { feature, threshold, left, right };
}

/** What the tree answers for the sample that starts at `offset` of `features`. */
export function answerOf(tree: TreeNode, features: Float32Array, offset: number): ArrayLike<number> {
  let node = tree;
  while ('feature' in node) node = (features[offset + node.feature] ?? 0) < node.threshold ? node.left : node.right;
  return node.value;
}

function isPure({ targets, numTargets }: Lesson, members: readonly number[]): boolean {
  const first = (members[0] ?? 0) * numTargets;
  return members.every((member) => {
    for (let k = 0; k < numTargets; k += 1) if (targets[member * numTargets + k] !== targets[first + k]) return false;
    return true;
  });
}

function meanOf(lesson: Lesson, members: readonly number[]): Float64Array {
  return sumOfTargets(lesson, members).map((sum) => sum / members.length);
}
