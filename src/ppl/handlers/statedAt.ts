/** The floors whose own lines are not where a user's statement stands. */
const KERNEL = /\/(num|dist|ppl|infer)\//;

/**
 * The place in the user's program that an error came from, such as `model.ts:12:5`: the innermost line of its stack that is not
 * of this library's kernel, of a package or of the engine that runs it. Undefined where the stack does not say.
 */
export function statedAt(error: Error): string | undefined {
  const root = rootOf(import.meta.url);
  for (const line of (error.stack ?? '').split('\n')) {
    const [, path, position] = /^\s+at .*?((?:file:\/\/|\/|[A-Za-z]:)[^()]*?):(\d+:\d+)\)?$/.exec(line) ?? [];
    if (path === undefined || position === undefined || isForeign(path, root)) continue;
    return `${path.slice(path.lastIndexOf('/') + 1)}:${position}`;
  }
  return undefined;
}

/** The folder that holds the floors: this file is two folders further down. */
function rootOf(url: string): string {
  return bare(url).split('/').slice(0, -3).join('/');
}

function isForeign(path: string, root: string): boolean {
  const own = bare(path);
  if (own.includes('/node_modules/')) return true;
  return own.startsWith(`${root}/`) && KERNEL.test(own.slice(root.length));
}

function bare(url: string): string {
  return url.replace(/^file:\/\//, '').replaceAll('\\', '/');
}
