import { setTimeout } from 'node:timers';
import { imageGrid, palette } from '../figures/index.js';
import { cutPatches, readMicrograph } from '../../data/index.js';
import type { ImageSet, Micrograph } from '../../data/index.js';
import { checkLabels, storedLabels, storeLabels } from './labelFile.js';
import { labelOrder } from './labelOrder.js';
import { labelPage } from './labelPage.js';
import { openLabelServer } from './labelServer.js';
import type { Answer } from './labelServer.js';
import type { MicrographRef } from './librarySettings.js';
import { looksOf } from './looks.js';
import type { PatchRecord } from './patchRecord.js';

export interface LabelTask {
  readonly folder: string;
  readonly micrographs: readonly MicrographRef[];
  readonly records: readonly PatchRecord[];
  readonly set: ImageSet;
  /** Offered before any is used. */
  readonly classes: readonly string[];
  readonly port: number;
  /** Called with the address as soon as the page is there. */
  readonly announce: (address: string) => void;
  readonly interrupt: AbortSignal;
}

/** How labelling ended: by the button, by closing the page, or by the user's wish to stop the command. */
export type LabelEnd = 'done' | 'closed' | 'interrupted';

/** A page that is loaded anew is back before this, in milliseconds; one that was closed is not. */
const PATIENCE = 4000;
/** The context is so many patches wide, and shown in so many pixels. */
const [CONTEXT, CONTEXT_PIXELS] = [4, 230];

/** Opens the labelling page and waits until the person is done. Each label is in labels.csv before the page is answered. */
export async function labelOnPage(task: LabelTask): Promise<LabelEnd> {
  const { folder, set, interrupt } = task;
  const labels = new Map(storedLabels(folder, set));
  const page = labelPage('Label patches');
  const pictures = picturesOf(task);
  let end: (how: LabelEnd) => void = () => undefined;
  const ended = new Promise<LabelEnd>((resolve) => (end = resolve));
  let closing: NodeJS.Timeout | undefined;
  const posts: Readonly<Record<string, (body: string) => Answer>> = {
    label: (body) => {
      const change = changeOf(body, set.count);
      if (change === undefined) return { type: 'text/plain', content: 'No such patch or label.', status: 400 };
      const next = new Map(labels);
      if (change.label === null) next.delete(change.patch);
      else next.set(change.patch, change.label);
      storeLabels(folder, set, next);
      if (change.label === null) labels.delete(change.patch);
      else labels.set(change.patch, change.label);
      return saved;
    },
    done: () => {
      const fault =
        labels.size === 0 ? 'Nothing is labelled yet: label some patches of each class first.' : faultOf(task);
      if (fault !== undefined) return { type: 'text/plain', content: fault, status: 409 };
      // After the answer is on its way.
      setTimeout(() => end('done'), 50);
      return saved;
    },
    closed: () => {
      closing = setTimeout(() => end('closed'), PATIENCE);
      return saved;
    },
  };
  const server = await openLabelServer(task.port, (method, path, body) => {
    clearTimeout(closing);
    if (method === 'POST') return posts[path]?.(body);
    if (path === '') return { type: 'text/html', content: page };
    if (path === 'state') return { type: 'application/json', content: JSON.stringify(stateOf(task, labels)) };
    return pictures(path);
  });
  const stop = (): void => end('interrupted');
  interrupt.addEventListener('abort', stop);
  if (interrupt.aborted) stop();
  try {
    task.announce(server.address);
    return await ended;
  } finally {
    clearTimeout(closing);
    interrupt.removeEventListener('abort', stop);
    server.close();
  }
}

const saved: Answer = { type: 'application/json', content: '{}' };

function stateOf({ records, set, classes }: LabelTask, labels: ReadonlyMap<number, string>): object {
  const patches = records.map(({ id, diameter }) => `${id}, ${diameter.toFixed(1)} px across`);
  const names = [...new Set([...classes, ...labels.values()])];
  return { classes: names, order: labelOrder(looksOf(records, set)), labels: [...labels], patches, colours: palette };
}

function changeOf(body: string, count: number): { readonly patch: number; readonly label: string | null } | undefined {
  const { patch, label } = JSON.parse(body) as { readonly patch?: unknown; readonly label?: unknown };
  if (!Number.isInteger(patch) || Number(patch) < 0 || Number(patch) >= count) return undefined;
  if (label === null) return { patch: Number(patch), label };
  const isName = typeof label === 'string' && label.trim() === label && label !== '' && label !== '-1';
  return isName && label.length <= 200 ? { patch: Number(patch), label } : undefined;
}

/** Why no model could learn from what is labelled now. */
function faultOf({ folder, set }: LabelTask): string | undefined {
  try {
    checkLabels(folder, set);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `patch/N.png` and `context/N.png`; the micrograph that was looked at last is kept. */
function picturesOf({ micrographs, records, set }: LabelTask): (path: string) => Answer | undefined {
  let last: Micrograph | undefined;
  const micrographOf = (name: string): Micrograph | undefined => {
    const ref = micrographs.find((one) => one.name === name);
    if (ref !== undefined && last?.name !== name) last = { ...readMicrograph(ref.path), name };
    return last;
  };
  return (path) => {
    const [, kind, digits] = /^(patch|context)\/(\d+)\.png$/.exec(path) ?? [];
    const record = records[Number(digits)];
    if (record === undefined) return undefined;
    if (kind === 'patch') {
      const pixels = set.height * set.width;
      const values = set.images.slice(Number(digits) * pixels, (Number(digits) + 1) * pixels);
      return png(values, set.height);
    }
    const image = micrographOf(record.micrograph);
    if (image === undefined) return undefined;
    const size = CONTEXT * record.window;
    const options = { resize: CONTEXT_PIXELS, outside: 'zero' } as const;
    const { images } = cutPatches(image, [{ row: record.y, column: record.x }], size, options);
    return png(images, CONTEXT_PIXELS);
  };
}

function png(values: Float32Array, side: number): Answer {
  const content = imageGrid({ rows: 1, columns: 1, imageShape: [side, side], values });
  return { type: 'image/png', content };
}
