import type { ImageSet, PixelSize } from '../../data/index.js';
import { kilnVersion } from '../config/index.js';
import { palette } from '../figures/index.js';
import { html, trusted } from '../report/index.js';
import type { Html } from '../report/index.js';
import type { LibraryObject, LibraryObjects } from './libraryObjects.js';
import { dataElement, script, styles } from './pageFiles.js';
import { sheetsOf } from './sheets.js';
import type { PagePicture } from './shrink.js';

/** A micrograph as the page shows it. */
export interface PageMicrograph {
  readonly name: string;
  /** Of the micrograph itself, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly picture: PagePicture;
}

/** The page to browse a library, which holds all that it shows. */
export function browsePage(
  library: LibraryObjects,
  set: ImageSet,
  micrographs: readonly PageMicrograph[],
  pixelSize: PixelSize | undefined,
): string {
  const { pngs, ...sheets } = sheetsOf(set);
  const data = {
    classNames: library.classNames,
    meanings: library.latents.map(({ words }) => words),
    colours: palette,
    patchSize: set.width,
    sheets,
    ...(pixelSize !== undefined && { unit: pixelSize.unit }),
    micrographs: micrographs.map(({ picture, ...one }) => ({ ...one, png: dataUri(picture.png) })),
    objects: library.objects.map((object) => pageObject(object, library.classNames, pixelSize)),
  };
  const labelled = library.objects.filter(({ label }) => label !== undefined).length;
  const counts = `${data.objects.length.toLocaleString('en')} objects in ${micrographs.length.toLocaleString('en')} micrographs`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Particle library</title>
        <link rel="icon" href="data:," />
        <style>
          ${styles('base.css', 'browse/browse.css')} ${sheetStyles(pngs)}
        </style>
      </head>
      <body>
        <header>
          <h1>Particle library</h1>
          <span class="muted">${counts}, ${labelled.toLocaleString('en')} labelled. Kiln ${kilnVersion()}.</span>
          ${library.notes.map((note) => html`<p class="note">${note}</p>`)}
        </header>
        ${controls()}
        <main>
          <p class="muted" id="count"></p>
          <div id="grid"></div>
          <div id="more"></div>
        </main>
        ${details()} ${dataElement('data', data)}
        <script type="module">
          ${script('browse')};
        </script>
      </body>
    </html> `.html;
}

function controls(): Html {
  return html`<nav>
    <h2>Classes</h2>
    <div id="classes"></div>
    <h2>Probability of the class</h2>
    <label class="range">
      <input type="range" id="least" min="0" max="100" value="0" aria-label="At least" />
      <output id="least-value">0.00</output>
    </label>
    <label class="range">
      <input type="range" id="most" min="0" max="100" value="100" aria-label="At most" />
      <output id="most-value">1.00</output>
    </label>
    <label class="field">
      Micrograph
      <select id="of">
        <option value="">all</option>
      </select>
    </label>
    <label class="field">
      Your labels
      <select id="labelled">
        <option value="">all objects</option>
        <option value="yes">labelled by you</option>
        <option value="no">not labelled</option>
        <option value="other">labelled otherwise than classified</option>
      </select>
    </label>
    <label class="field"
      >Order
      <select id="sort"></select
    ></label>
    <h2>Scatter</h2>
    <div class="axes">
      <select id="x" aria-label="To the right"></select>
      <select id="y" aria-label="Upwards"></select>
    </div>
    <canvas id="scatter" role="img" aria-label="Scatter of the objects shown, by class"></canvas>
    <p class="hint">Click a point to see its object; drag to see only those in a rectangle.</p>
    <button type="button" id="whole" hidden>All of the scatter</button>
  </nav>`;
}

function details(): Html {
  return html`<aside>
    <p class="muted" id="nothing">Click an object to see it on its micrograph. The arrow keys go to the next one.</p>
    <div id="detail" hidden>
      <h2 id="micrograph-name"></h2>
      <div id="micrograph"></div>
      <div id="close"></div>
      <dl id="facts"></dl>
    </div>
  </aside>`;
}

function pageObject(object: LibraryObject, classNames: readonly string[], pixelSize: PixelSize | undefined): object {
  const { id, micrograph, x, y, diameter, probability, probabilities, angle, shift, content, elbo, misfit } = object;
  const digits = (value: number, count: number): number => Number(value.toFixed(count));
  const size = digits(diameter * (pixelSize?.length ?? 1), 3);
  return {
    ...{ id, micrograph, x, y, diameter: size, pixels: digits(diameter, 2), boxSide: digits(diameter, 1) },
    class: classNames.indexOf(object.class),
    probability: digits(probability, 4),
    probabilities: probabilities.map((value) => digits(value, 4)),
    ...(angle !== undefined && { angle: digits((angle * 180) / Math.PI, 1) }),
    ...(shift !== undefined && { shift: shift.map((value) => digits(value, 2)) }),
    content: content.map((value) => digits(value, 4)),
    elbo: digits(elbo, 2),
    misfit: digits(misfit, 2),
    ...(object.label !== undefined && { label: classNames.indexOf(object.label) }),
  };
}

/** Each sheet's picture is in the page once, however many thumbnails show a part of it. */
function sheetStyles(pngs: readonly Uint8Array[]): Html {
  return trusted(pngs.map((png, i) => `.sheet-${i} { background-image: url(${dataUri(png)}); }`).join('\n'));
}

function dataUri(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
