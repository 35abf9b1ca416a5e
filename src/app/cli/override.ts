/** `base` with the fields of `changes` that are not undefined. */
export function override<Base extends object>(
  base: Base,
  changes: { readonly [Name in keyof Base]?: Base[Name] | undefined },
): Base {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(given) };
}
