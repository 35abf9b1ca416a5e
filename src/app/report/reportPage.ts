import type { ReportFigures } from './drawFigures.js';
import { html, trusted } from './html.js';
import type { Html } from './html.js';
import { examplesSection, latentSection, traversalsSection } from './pictureSections.js';
import { repeatSection } from './repeatSection.js';
import { resultSection } from './resultSection.js';
import type { ReportData } from './reportData.js';
import { stylesheet } from './stylesheet.js';

/**
 * The whole report as one HTML page.
 *
 * @param script the text of the classifier's own script, for runs that have one
 */
export function reportPage(data: ReportData, figures: ReportFigures, script?: string): string {
  const body = [
    examplesSection(data, figures),
    traversalsSection(data, figures),
    resultSection(data, figures),
    latentSection(data, figures),
    trainingSection(figures),
    repeatSection(data, script),
  ];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${data.title}</title>
        <style>
          ${trusted(stylesheet)}
        </style>
      </head>
      <body>
        ${heading(data)}
        <main>${body}</main>
        <footer>
          <div>Written by Kiln ${data.versions.kiln}. This page is one file and loads nothing from elsewhere.</div>
        </footer>
      </body>
    </html> `;
  return page.html;
}

function heading({ title, description, summary, notes = [] }: ReportData): Html {
  const items = summary.map(
    ({ label, value, note }) =>
      html`<div>
        <dt>${label}</dt>
        <dd>
          <div class="value">${value}</div>
          ${note !== undefined && html`<div class="note">${note}</div>`}
        </dd>
      </div> `,
  );
  return html`<header>
    <div>
      <h1>${title}</h1>
      <p>${description}</p>
      <dl class="summary">${items}</dl>
      ${notes.length > 0 && html`<div class="notes">${notes.map((note) => html`<p>${note}</p>`)}</div>`}
    </div>
  </header>`;
}

function trainingSection({ loss, accuracy }: ReportFigures): Html {
  return html`<section id="training">
    <h2>Training</h2>
    <p>
      The loss is what training minimises, the negative evidence lower bound and the classification loss, per image.
      Test images are never trained on.
    </p>
    <div class="columns">
      <figure>
        ${trusted(loss)}
        <figcaption>Loss by epoch.</figcaption>
      </figure>
      ${
        accuracy !== undefined &&
        html`<figure>
          ${trusted(accuracy)}
          <figcaption>Share of test images classified correctly, by epoch.</figcaption>
        </figure>`
      }
    </div>
  </section> `;
}
