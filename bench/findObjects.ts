/*
 * How well objects are found in micrographs of which every particle is annotated:
 *
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench
 *   node build/bench/bench/findObjects.js [FOLDER] [PICTURE] [OPTIONS]
 *
 * FOLDER has a NAME-instances.png for each NAME.png, of which each pixel is the number of its particle or 0; the default is
 * the folder of the nanoparticles beside the project. OPTIONS are those of findObjects as JSON, the same for all micrographs.
 *
 * The shares of the table: particles that lie whole in one patch, and patches in which a whole particle lies; then, without
 * regard to the size of patches, particles of which half lies in objects, and objects of which half is annotated. PICTURE
 * (default build/findObjects-worst.png) shows the 20 largest failures, particles in no patch (red frame) and patches without a
 * particle (yellow frame): annotated outlines in red, those found in cyan, the patch in yellow.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindOptions } from '../src/data/index.js';
import { drawCases } from './drawCases.js';
import { scoreObjects } from './scoreObjects.js';

const SHOWN = 20;
const columns = ['in a patch', 'holding', 'in objects', 'annotated'];
const folder = process.argv[2] ?? '../shared/data/nanoparticles/micrographs';
const picture = process.argv[3] ?? 'build/findObjects-worst.png';
const options = JSON.parse(process.argv[4] ?? '{}') as FindOptions;

const names = readdirSync(folder).filter((name) => name.endsWith('.png') && !name.endsWith('-instances.png'));
const scored = names.sort().map((name) => ({ name, ...scoreObjects(join(folder, name), options) }));

console.log(`${'micrograph'.padEnd(16)} particles patches  size  seconds  ${columns.join('  ')}`);
for (const { name, counts, shares, size, seconds } of scored) {
  const cells = [pad(counts[0], 9), pad(counts[1], 7), pad(size, 5), pad(seconds.toFixed(2), 8)];
  console.log(`${name.padEnd(16)} ${cells.join(' ')}  ${row(shares)}`);
}
const means = columns.map((_, i) => scored.reduce((sum, { shares }) => sum + (shares[i] ?? 0), 0) / scored.length);
const least = columns.map((_, i) => Math.min(...scored.map(({ shares }) => shares[i] ?? 0)));
const pooled = columns.map((_, i) => {
  const weights = scored.map(({ counts }) => counts[i % 2] ?? 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return scored.reduce((sum, { shares }, j) => sum + (shares[i] ?? 0) * (weights[j] ?? 0), 0) / total;
});
console.log(`${'mean of micrographs'.padEnd(49)}  ${row(means)}`);
console.log(`${'least'.padEnd(49)}  ${row(least)}`);
console.log(`${'all together'.padEnd(49)}  ${row(pooled)}`);

const worst = scored
  .flatMap(({ failures }) => failures)
  .sort((a, b) => b.weight - a.weight)
  .slice(0, SHOWN);
writeFileSync(picture, drawCases(worst));
console.log(`\n${picture}, row by row:`);
worst.forEach(({ image, kind, row, column }) => console.log(`  ${image.name} at ${row}, ${column}: ${kind}`));

function pad(value: number | string | undefined, width: number): string {
  return String(value).padStart(width);
}

function row(shares: readonly number[]): string {
  return shares.map((share, i) => pad(share.toFixed(3), (columns[i] ?? '').length)).join('  ');
}
