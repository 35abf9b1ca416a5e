import { formatShape, ParamError, sameShape, type Shape } from '../num/index.js';
import type { ParamMessage, Site } from './message.js';

/**
 * Checks that a later declaration of a parameter says what the first one said. One without `init` only refers to it.
 *
 * @param shape the shape of the later starting value, where it is known
 * @throws ParamError naming both declarations
 */
export function checkDeclaration(first: Site<ParamMessage>, second: ParamMessage, shape: Shape | undefined): void {
  if (second.init === undefined) return;
  const isSame = first.constraint.name === second.constraint.name && first.eventDim === second.eventDim;
  const got = shape ?? first.value.shape;
  if (isSame && sameShape(got, first.value.shape)) return;
  throw new ParamError({
    where: `param("${first.name}")`,
    expected: `its first declaration (${describe(first, first.value.shape)})`,
    got: `a second one (${describe(second, got)})`,
    hint: 'another name, or param(name) without init for later uses',
  });
}

function describe({ constraint, eventDim }: ParamMessage, shape: Shape): string {
  return `shape ${formatShape(shape)}, constraint ${constraint.name}, eventDim ${eventDim ?? 'none'}`;
}
