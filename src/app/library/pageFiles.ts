import { readFileSync } from 'node:fs';
import { trusted } from '../report/index.js';
import type { Html } from '../report/index.js';

/** The folder of scripts and stylesheets for browsers; it lies at the same distance from the source and the built file. */
const PAGES = new URL('../../../pages/', import.meta.url);

const IMPORT = /^import \{[^}]*\} from '\.\/([\w.]+)';\n/gm;

/** Stylesheets of pages/ as one. */
export function styles(...names: readonly string[]): Html {
  return trusted(names.map((name) => readFileSync(new URL(name, PAGES), 'utf8')).join('\n'));
}

/**
 * A module of pages/ and those that it imports from its folder as one module, for a page that is to load nothing: each file
 * once, behind those that it needs. Top-level names are therefore shared by all files of a folder.
 */
export function script(folder: string, entry = 'main.js'): Html {
  const seen = new Set<string>();
  const textOf = (name: string): string => {
    if (seen.has(name)) return '';
    seen.add(name);
    const source = readFileSync(new URL(`${folder}/${name}`, PAGES), 'utf8');
    const needed = Array.from(source.matchAll(IMPORT), ([, other = '']) => textOf(other));
    return [...needed, source.replace(IMPORT, '').replace(/^export /gm, '')].join('');
  };
  return trusted(textOf(entry));
}

/** Data for a script of the page, in an element of its own. */
export function dataElement(id: string, data: unknown): Html {
  // A text in the data must not end the element.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return trusted(`<script type="application/json" id="${id}">${json}</script>`);
}
