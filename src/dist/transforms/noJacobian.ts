import { SupportError } from '../../num/index.js';

/** The answer of a map that has more coordinates than its image, so that it has no log-Jacobian. */
export function noJacobian(name: string): never {
  throw new SupportError({
    where: `${name}.logAbsDetJacobian`,
    expected: 'a bijection',
    got: 'a map that sends many points to one',
    hint: 'bijectTo in place of transformTo',
  });
}
