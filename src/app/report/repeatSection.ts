import { html } from './html.js';
import type { Html } from './html.js';
import type { ReportData } from './reportData.js';

/**
 * How to repeat the run, how to use its classifier, and every setting.
 *
 * @param script the text of the classifier's own script, for runs that have one
 */
export function repeatSection(data: ReportData, script: string | undefined): Html {
  return html`${repeating(data)}${script !== undefined && classifierUse(script)}${settings(data)}`;
}

function repeating({ command }: ReportData): Html {
  return html`<section id="repeat">
    <h2>How to repeat this</h2>
    <p>
      The run's folder holds config.json with all settings; the same settings on the same engine give the same numbers.
    </p>
    <pre>${command}</pre>
  </section> `;
}

function classifierUse(script: string): Html {
  return html`<section id="classifier">
    <h2>How to use the classifier</h2>
    <p>
      The folder classifier/ beside this page holds the classifier on its own, a TensorFlow.js layers model that needs
      nothing of Kiln. The script in it prints file, class and probability of each grey PNG image:
    </p>
    <pre>
cd classifier
npm install @tensorflow/tfjs fast-png
node classify.mjs image1.png image2.png</pre>
    <h3>classify.mjs, to start your own program from</h3>
    <pre>${script}</pre>
  </section> `;
}

function settings({ settings: groups, versions }: ReportData): Html {
  const tables = Object.entries({ ...groups, versions }).map(
    ([heading, values]) =>
      html`<div>
        <h3>${heading}</h3>
        <table class="settings">
          <tbody>
            ${Object.entries(values).map(
              ([name, value]) =>
                html`<tr>
                  <td>${name}</td>
                  <td>${value}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div> `,
  );
  return html`<section id="settings">
    <h2>Settings and versions</h2>
    <div class="columns">${tables}</div>
  </section> `;
}
