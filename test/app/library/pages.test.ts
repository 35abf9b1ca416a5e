// Both pages in a real browser, as a person uses them.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { labelOnPage } from '../../../src/app/library/labelOnPage.js';
import type { LibraryObject } from '../../../src/app/library/libraryObjects.js';
import { makePatches } from '../../../src/app/library/makePatches.js';
import { micrographFiles } from '../../../src/app/library/micrographFiles.js';
import { readPatches } from '../../../src/app/library/openLibrary.js';
import { writePictures } from '../../../src/app/library/writePictures.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { browserPath, openBrowser } from './support/browser.js';
import { writeMicrograph } from './support/micrographFile.js';

const folder = temporaryFolders();
const browser = browserPath();
const why = browser === undefined ? ' (skipped: no chromium on PATH, and KILN_BROWSER names none)' : '';

/** A folder with the patches of one simulated micrograph. */
async function withPatches() {
  const place = folder();
  const out = join(place, 'library');
  mkdirSync(join(place, 'in'));
  writeMicrograph(join(place, 'in', 'grid.png'), 0);
  const micrographs = await micrographFiles([join(place, 'in')]);
  const settings = {
    formatVersion: 1,
    micrographs,
    find: {},
    patchSize: 48,
    pixelSize: { length: 2, unit: 'nm' },
  } as const;
  makePatches(out, settings, () => undefined);
  return { out, settings, ...readPatches(out) };
}

async function onPage<T>(url: string, use: (page: Page, faults: string[]) => Promise<T>): Promise<T> {
  const opened = await openBrowser(browser ?? '');
  try {
    const page = await opened.newPage({ viewport: { width: 1300, height: 850 } });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data|http:\/\/127\.0\.0\.1)/.test(request.url())) faults.push(`loads ${request.url()}`);
    });
    await page.goto(url);
    return await use(page, faults);
  } finally {
    await opened.close();
  }
}

describe.skipIf(browser === undefined)(`pages of the library${why}`, () => {
  it('the labelling page labels by keys and clicks, undoes, and ends', async () => {
    const { out, settings, records, set } = await withPatches();
    const rows = (): string[] => readFileSync(join(out, 'labels.csv'), 'utf8').trim().split('\n').slice(1);
    let use: Promise<void> = Promise.resolve();
    const end = await labelOnPage({
      ...{ folder: out, micrographs: settings.micrographs, records, set, classes: ['round'], port: 0 },
      interrupt: new AbortController().signal,
      announce: (address) => {
        use = onPage(address, async (page, faults) => {
          const said = (text: string) => page.getByText(text).first().waitFor();
          await page.fill('#class-name', 'long');
          await page.keyboard.press('Enter');
          await page.click('h1');
          await page.keyboard.press('1');
          await said('1 of 38 labelled');
          expect(rows().map((row) => row.split(',')[2])).toEqual(['round']);
          await page.click('#done');
          await said('expected labels of at least two classes, got only "round"');
          await page.locator('#classes button', { hasText: 'long' }).click();
          await said('2 of 38 labelled');
          await page.keyboard.press('s');
          await page.keyboard.press('2');
          await said('3 of 38 labelled');
          // Held down it labels once.
          await page.keyboard.down('1');
          await said('4 of 38 labelled');
          await page.keyboard.down('1');
          await page.keyboard.up('1');
          await page.keyboard.press('u');
          await said('3 of 38 labelled');
          await page.keyboard.press('u');
          await said('2 of 38 labelled');
          await page.reload();
          await said('2 of 38 labelled');
          await page.click('#done');
          await said('The labels are saved');
          expect(faults).toEqual([]);
        });
        use.catch(() => undefined);
      },
    });
    await use;
    expect(end).toBe('done');
    expect(
      rows()
        .map((row) => row.split(',')[2])
        .sort(),
    ).toEqual(['long', 'round']);
  }, 120_000);

  it('the page to browse filters, sorts, links the scatter, and shows an object on its micrograph', async () => {
    const { out, settings, records, set } = await withPatches();
    const objects = records.map((record, i): LibraryObject => {
      const share = 0.5 + i / 100;
      const probabilities = i % 2 === 0 ? [share, 1 - share] : [1 - share, share];
      const own = { class: ['<a>', 'b'][i % 2] ?? '', probability: share, probabilities, content: [i, -i] };
      return { ...record, ...own, angle: 1, shift: [0, 1], elbo: -1000 - ((7 * i) % 38), misfit: i };
    });
    const latents = ['size × 2 a unit', 'shape'].map((words, i) => ({
      name: `content ${i + 1}`,
      words,
      varianceShare: 0.1,
    }));
    const notes = ['The angle of class <a> does not follow.'];
    writePictures(out, settings, { classNames: ['<a>', 'b'], objects, latents, notes }, set);
    await onPage(pathToFileURL(join(out, 'index.html')).href, async (page, faults) => {
      const count = () => page.textContent('#count');
      const first = () => page.locator('.thumb').first().getAttribute('aria-label');
      expect(await count()).toBe('38 of 38 objects');
      await page.selectOption('#sort', { label: 'outliers first (low ELBO)' });
      const lowest = [...objects].sort((a, b) => a.elbo - b.elbo)[0];
      expect(await first()).toContain(lowest?.id ?? '');
      await page.locator('#classes input').first().uncheck();
      expect(await count()).toBe('19 of 38 objects');
      await page.locator('#least').fill('70');
      expect(await count()).toBe(
        `${objects.filter((one) => one.class === 'b' && one.probability >= 0.7).length} of 38 objects`,
      );
      await page.locator('.thumb').first().click();
      const id = (await first())?.split(',')[0] ?? '';
      expect(await page.textContent('#facts')).toContain(id);
      expect(await page.textContent('#facts')).toContain('(size × 2 a unit)');
      expect(await page.textContent('header')).toContain(notes[0]);
      expect(await page.locator('#micrograph rect.chosen').count()).toBe(1);
      const chosen = objects.find((one) => one.id === id);
      const box = page.locator('#micrograph rect.chosen');
      const centre = Number(await box.getAttribute('x')) + Number(await box.getAttribute('width')) / 2 - 0.5;
      expect(centre).toBeCloseTo(chosen?.x ?? NaN, 6);
      await page.locator('#least').fill('0');
      const scatter = await page.locator('#scatter').boundingBox();
      const [left, top] = [scatter?.x ?? 0, scatter?.y ?? 0];
      await page.mouse.move(left + 42, top + 5);
      await page.mouse.down();
      await page.mouse.move(left + 160, top + 225, { steps: 3 });
      await page.mouse.up();
      // Content 1 goes from 0 to 37 over 244 pixels from 40 on, with 3 % more at both ends.
      const edge = -1.11 + ((160 - 40) / 244) * (37 + 2.22);
      expect(await count()).toBe(`${objects.filter((_, i) => i % 2 === 1 && i <= edge).length} of 38 objects`);
      expect(faults).toEqual([]);
    });
  }, 120_000);
});
