import type { ReportFigures } from './drawFigures.js';
import { html, trusted } from './html.js';
import type { Html } from './html.js';
import type { ReconstructionExample, ReportData, Traversal, TraversalAxis } from './reportData.js';

/** What each latent stands for, and what the model draws for each class as two of them change. */
export function traversalsSection({ traversals = [], latents = [] }: ReportData, figures: ReportFigures): Html {
  if (traversals.length === 0) return html``;
  return html`<section id="traversals">
    <h2>What the latents mean</h2>
    <p>
      Images drawn by the model, upright and centred, as two latents change and the class stays: what varies here is
      what each latent has come to stand for.
    </p>
    ${latents.length > 0 && latentTable(latents)}
    <div class="traversals">${traversals.map((traversal, i) => oneTraversal(traversal, figures.traversals[i]))}</div>
  </section> `;
}

function latentTable(latents: NonNullable<ReportData['latents']>): Html {
  const rows = latents.map(
    ({ name, words, varianceShare }) =>
      html`<tr>
        <td>${name}</td>
        <td>${words}</td>
        <td class="number">${(100 * varianceShare).toFixed(1)} %</td>
      </tr> `,
  );
  return html`<div class="scroll">
    <table class="latents">
      <thead>
        <tr>
          <th>latent</th>
          <th>what a unit of it does</th>
          <th class="number">share of the variance of pixels</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function oneTraversal({ title, horizontal, vertical }: Traversal, picture: Uint8Array | undefined): Html {
  return html`<div class="traversal">
    <h3>${title}</h3>
    <div class="axis vertical">${axis(flipped(vertical))}</div>
    ${image(picture, `${title}: ${horizontal.label} along columns, ${vertical.label} down rows`)}
    <div class="axis horizontal">${axis(horizontal)}</div>
  </div> `;
}

function axis({ from, label, to }: TraversalAxis): Html {
  return html`<span>${formatNumber(from)}</span><span>${label}</span><span>${formatNumber(to)}</span>`;
}

/** Rotated text is read from the bottom upwards, while rows go down. */
function flipped({ from, label, to }: TraversalAxis): TraversalAxis {
  return { from: to, label, to: from };
}

/** Where the images lie in two latents. */
export function latentSection({ latent }: ReportData, figures: ReportFigures): Html {
  if (latent === undefined || figures.latent === undefined) return html``;
  return html`<section id="latent">
    <h2>Latent space</h2>
    <p>
      ${latent.description === undefined ? 'Where the images lie in two latents.' : `Where the images lie in two latents: ${latent.description}.`}
    </p>
    <figure>${trusted(figures.latent)}</figure>
  </section> `;
}

/** Images beside their reconstructions, with what was predicted. */
export function examplesSection(data: ReportData, figures: ReportFigures): Html {
  const { examples = [], classNames } = data;
  if (examples.length === 0) return html``;
  return html`<section id="examples">
    <h2>Images and what the model makes of them</h2>
    <p>Each image beside its reconstruction, from class, pose and content alone. Wrongly classified ones are framed.</p>
    <div class="examples">${examples.map((example, i) => oneExample(example, figures.examples[i], classNames))}</div>
  </section> `;
}

function oneExample(
  { predicted, actual, probability, angle }: ReconstructionExample,
  pictures: ReportFigures['examples'][number] | undefined,
  classNames: readonly string[],
): Html {
  const nameOf = (k: number): string => classNames[k] ?? String(k);
  const isWrong = actual !== undefined && actual !== predicted;
  const degrees = angle === undefined ? '' : `, rotated by ${formatNumber(Math.round((angle * 180) / Math.PI))}°`;
  const truth = isWrong ? html`<div class="more">truly ${nameOf(actual)}</div>` : undefined;
  return html`<div class="example ${isWrong && 'wrong'}">
    <div class="pair">${image(pictures?.image, 'image')}${image(pictures?.reconstruction, 'reconstruction')}</div>
    ${classNames.length > 0 && html`<div class="label">${nameOf(predicted)}</div>`}
    <div class="more">${`${(100 * probability).toFixed(0)} % sure${degrees}`}</div>
    ${truth}
  </div> `;
}

function image(png: Uint8Array | undefined, alt: string): Html | undefined {
  if (png === undefined) return undefined;
  return html`<img alt="${alt}" src="data:image/png;base64,${Buffer.from(png).toString('base64')}" />`;
}

/** To hundredths at most, with a true minus sign: ends of traversals are read off the images. */
function formatNumber(value: number): string {
  return String(Number(value.toFixed(2))).replace('-', '−');
}
