import type { Lifted } from '../formula/index.js';

/** A function for each order of derivative, made when it is first asked for. */
export function byOrder<Args extends readonly number[]>(
  make: (order: number) => Lifted<Args>,
): (order: number) => Lifted<Args> {
  const made = new Map<number, Lifted<Args>>();
  return (order) => {
    const member = made.get(order) ?? make(order);
    made.set(order, member);
    return member;
  };
}
