/** A name as part of a file's: its letters and digits in lower case, with hyphens between. */
export function slug(name: string): string {
  return (name.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');
}
