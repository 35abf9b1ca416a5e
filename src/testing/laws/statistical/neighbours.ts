/** The events to which an event of integers comes by one step: one number more or less, or one unit from one place to another. */
export function neighboursOf(event: readonly number[]): number[][] {
  const moved = (changes: Readonly<Record<number, number>>): number[] => event.map((x, i) => x + (changes[i] ?? 0));
  const places = event.map((_, i) => i);
  const swaps = places.flatMap((from) =>
    places.filter((to) => to !== from).map((to) => moved({ [from]: -1, [to]: 1 })),
  );
  return [...places.flatMap((i) => [moved({ [i]: 1 }), moved({ [i]: -1 })]), ...swaps];
}
