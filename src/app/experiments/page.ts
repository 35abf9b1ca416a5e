import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { kilnVersion } from '../config/index.js';
import { html, stylesheet, trusted, type Html } from '../report/index.js';
import type { Table } from './experiment.js';
import { readFindings, type FindingsRecord } from './findingsFiles.js';
import { experimentNames } from './names.js';

/** More rows than this are left to the CSV file. */
const MAX_ROWS = 24;

const TYPES: Readonly<Record<string, string>> = { '.png': 'image/png', '.gif': 'image/gif' };

/**
 * Writes report.html: all experiments that the folder holds, with figures and numbers, as one page that loads nothing.
 *
 * @returns its path
 */
export function writePage(out: string): string {
  const found = experimentNames.flatMap((name) => readFindings(join(out, name)) ?? []);
  const file = join(out, 'report.html');
  writeFileAtomic.sync(file, page(out, found).html);
  return file;
}

function page(out: string, found: readonly FindingsRecord[]): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Experiments</title>
        <style>
          ${trusted(stylesheet)}
        </style>
      </head>
      <body>
        <header>
          <div>
            <h1>Experiments</h1>
            <p>
              Semi-supervised learning of images with strong rotational disorder: the experiments of Ziatdinov et al.
              2024 (Digital Discovery 3, 1213), and those beside it.
            </p>
            <p>
              ${found.map(({ experiment, title }) => html`<a href="#${experiment}">${experiment}</a> ${title}<br />`)}
            </p>
          </div>
        </header>
        <main>${found.map((record) => section(join(out, record.experiment), record))}</main>
        <footer>
          <div>Written by Kiln ${kilnVersion()}. This page is one file and loads nothing from elsewhere.</div>
        </footer>
      </body>
    </html> `;
}

function section(
  folder: string,
  { experiment, title, about, summary, figures, tables, command }: FindingsRecord,
): Html {
  return html`<section id="${experiment}">
    <h2>${experiment}: ${title}</h2>
    <p>${about}</p>
    ${summary.map((sentence) => html`<p class="finding">${sentence}</p>`)}
    <div class="columns">
      ${figures.map(
        ({ file, caption }) =>
          html`<figure>
            ${picture(join(folder, file), caption)}
            <figcaption>${caption}</figcaption>
          </figure>`,
      )}
    </div>
    ${tables.map(tableOf)}
    <pre>${command}</pre>
  </section> `;
}

function picture(file: string, caption: string): Html {
  if (!existsSync(file)) return html``;
  const type = TYPES[extname(file)];
  if (type === undefined) return trusted(readFileSync(file, 'utf8'));
  return html`<img alt="${caption}" src="data:${type};base64,${readFileSync(file).toString('base64')}" />`;
}

function tableOf({ name, title, columns, rows }: Table): Html {
  const rest = rows.length - MAX_ROWS;
  return html`<h3>${title}</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th>${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, MAX_ROWS).map(
            (row) =>
              html`<tr>
                ${row.map((cell) => html`<td>${shown(cell)}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${rest > 0 && html`<p>${rest} more rows in ${name}.csv.</p>`}`;
}

function shown(cell: Table['rows'][number][number]): string {
  if (cell === null) return '–';
  return typeof cell === 'number' && !Number.isInteger(cell) ? String(Number(cell.toPrecision(4))) : String(cell);
}
