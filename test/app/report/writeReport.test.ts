import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeReport, type ReportData } from '../../../src/app/report/index.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { fakeReport } from './fakeReport.js';

const folder = temporaryFolders();

/** Elements that are opened and never closed, or closed and never opened; void ones do not count. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = '', end] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/gi)) {
    if (end === '/' || ['meta', 'img', 'br'].includes(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

async function pageOf(data: ReportData): Promise<string> {
  return readFileSync(await writeReport(folder(), data), 'utf8');
}

/** The page without its pictures, whose letters may spell anything. */
function wordsOf(page: string): string {
  return page.replace(/base64,[^"]*/g, '');
}

describe('writeReport', () => {
  it('writes the page and every figure', async () => {
    const run = folder();
    expect(await writeReport(run, fakeReport())).toBe(join(run, 'report.html'));
    expect(readdirSync(join(run, 'figures')).sort()).toEqual([
      'accuracy.svg',
      'confusion.svg',
      'latent.svg',
      'loss.svg',
      'traversal-clubs.png',
      'traversal-diamonds.png',
      'traversal-hearts.png',
      'traversal-spades.png',
    ]);
  });

  it('makes a page that is whole and loads nothing from elsewhere', async () => {
    const page = await pageOf(fakeReport());
    expect(unbalanced(page)).toEqual([]);
    expect(page).not.toMatch(/\b(src|href)="(?!data:)/);
    expect(page).not.toMatch(/url\((?!#)|@import|<script|<link/);
    expect(wordsOf(page)).not.toMatch(/undefined|NaN|\[object/);
  });

  it('has all parts', async () => {
    const page = await pageOf(fakeReport());
    for (const id of ['training', 'result', 'traversals', 'latent', 'examples', 'repeat', 'settings'])
      expect(page).toContain(`id="${id}"`);
    expect(page).toContain('kiln train cards --seed 0');
    expect(page).toContain('3,880 of 4,000 test images were classified correctly (97.0\u00a0%)');
    expect(page).toContain('random forest');
    // 16 examples of two pictures, four traversals.
    expect(page.match(/data:image\/png;base64,/g)).toHaveLength(36);
  });

  it('rounds the ends of traversals, which lie where the images do', async () => {
    const words = wordsOf(await pageOf(fakeReport()));
    expect(words).toContain('<span>−2.1</span><span>content 1</span><span>2</span>');
  });

  it('escapes what comes from outside', async () => {
    const page = await pageOf({ ...fakeReport(), title: '<script>alert("x")</script> & more' });
    expect(page).toContain('<h1>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more</h1>');
  });

  it('leaves out what is not known: no labels, no classes, no history', async () => {
    const { title, description, imageShape, versions, command } = fakeReport();
    const least = {
      title,
      description,
      imageShape,
      versions,
      command,
      summary: [],
      history: [],
      classNames: [],
      settings: {},
    };
    const page = await pageOf(least);
    expect(unbalanced(page)).toEqual([]);
    for (const id of ['result', 'traversals', 'latent', 'examples', 'classifier'])
      expect(page).not.toContain(`id="${id}"`);
  });

  it("shows the classifier's script where there is one", async () => {
    const run = folder();
    mkdirSync(join(run, 'classifier'));
    writeFileSync(join(run, 'classifier', 'classify.mjs'), 'if (1 < 2) run();');
    const page = readFileSync(await writeReport(run, fakeReport()), 'utf8');
    expect(page).toContain('<pre>if (1 &lt; 2) run();</pre>');
  });

  it('shows a class that no test image has, or that was never predicted, without a share', async () => {
    const { test, ...rest } = fakeReport();
    if (test === undefined) throw new Error('the fake has a test result');
    const confusion = [
      [0, 0, 0, 0],
      [1, 2, 0, 0],
      [0, 1, 2, 0],
      [0, 0, 3, 0],
    ];
    const page = await pageOf({ ...rest, test: { ...test, confusion }, baselines: [] });
    expect(wordsOf(page)).toContain('–');
    expect(wordsOf(page)).not.toContain('NaN');
  });

  it('replaces an earlier report', async () => {
    const run = folder();
    await writeReport(run, fakeReport());
    await writeReport(run, { ...fakeReport(), title: 'second' });
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain('<h1>second</h1>');
    expect(existsSync(join(run, 'figures', 'loss.svg'))).toBe(true);
  });
});
