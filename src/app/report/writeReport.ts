import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { drawFigures, traversalFile } from './drawFigures.js';
import type { ReportFigures } from './drawFigures.js';
import { reportPage } from './reportPage.js';
import type { ReportData } from './reportData.js';

/**
 * Writes report.html, one file that needs no other and no network, and its figures once more as files of their own
 * under figures/. It shows the script of the run's classifier if that has been written before.
 *
 * @param folder the run's folder
 * @returns the path of report.html
 */
export async function writeReport(folder: string, data: ReportData): Promise<string> {
  const figures = await drawFigures(data);
  mkdirSync(join(folder, 'figures'), { recursive: true });
  for (const [name, content] of figureFiles(data, figures)) {
    writeFileAtomic.sync(join(folder, 'figures', name), typeof content === 'string' ? content : Buffer.from(content));
  }
  const file = join(folder, 'report.html');
  const script = join(folder, 'classifier', 'classify.mjs');
  writeFileAtomic.sync(file, reportPage(data, figures, existsSync(script) ? readFileSync(script, 'utf8') : undefined));
  return file;
}

function figureFiles(data: ReportData, figures: ReportFigures): [name: string, content: string | Uint8Array][] {
  const { loss, accuracy, confusion, latent } = figures;
  const drawings = Object.entries({ loss, accuracy, confusion, latent });
  const traversals = (data.traversals ?? []).map((traversal, i) => [traversalFile(traversal), figures.traversals[i]]);
  const files = [...drawings.map(([name, svg]) => [`${name}.svg`, svg]), ...traversals];
  return files.filter((file): file is [string, string | Uint8Array] => file[1] !== undefined);
}
