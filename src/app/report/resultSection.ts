import type { TestResult } from '../jobs.js';
import type { ReportFigures } from './drawFigures.js';
import { html, trusted } from './html.js';
import type { Html } from './html.js';
import type { BaselineResult, ReportData } from './reportData.js';

/** How well the test set was classified: the confusion matrix, a line for each class, and other methods beside. */
export function resultSection({ test, testDescription, baselines = [] }: ReportData, figures: ReportFigures): Html {
  if (test === undefined || figures.confusion === undefined) return html``;
  return html`<section id="result">
    <h2>Classification</h2>
    <p>${sentence(test, testDescription)}</p>
    <div class="columns">
      <figure>
        ${trusted(figures.confusion)}
        <figcaption>Rows are the true classes, columns the predicted ones; each row sums to 100 %.</figcaption>
      </figure>
      <div>
        <h3>By class</h3>
        <div class="scroll">${classTable(test)}</div>
      </div>
    </div>
    ${baselines.length > 0 && comparison(test, baselines)}
  </section> `;
}

function sentence({ confusion, accuracy }: TestResult, description: string | undefined): string {
  const total = sum(confusion.map(sum));
  const right = sum(confusion.map((row, k) => row[k] ?? 0));
  const testSet = description === undefined ? '' : ` Test set: ${description}.`;
  return `${count(right)} of ${count(total)} test images were classified correctly (${percent(accuracy)}).${testSet}`;
}

function classTable({ classNames, confusion, accuracy, balancedAccuracy }: TestResult): Html {
  const rows = classNames.map((name, k) => {
    const row = confusion[k] ?? [];
    const [own, all, called] = [row[k] ?? 0, sum(row), sum(confusion.map((other) => other[k] ?? 0))];
    return html`<tr>
      <td>${name}</td>
      <td class="number">${count(all)}</td>
      <td class="number">${count(own)}</td>
      <td class="number">${bar(own / all)}</td>
      <td class="number">${percent(own / called)}</td>
    </tr> `;
  });
  return html`<table>
    <thead>
      <tr>
        <th>class</th>
        <th class="number">images</th>
        <th class="number">correct</th>
        <th class="number">accuracy</th>
        <th class="number">precision</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
      <tr class="total">
        <td>all images</td>
        <td class="number">${count(sum(confusion.map(sum)))}</td>
        <td class="number">${count(sum(confusion.map((row, k) => row[k] ?? 0)))}</td>
        <td class="number">${bar(accuracy)}</td>
        <td></td>
      </tr>
      <tr>
        <td>mean over classes</td>
        <td></td>
        <td></td>
        <td class="number">${bar(balancedAccuracy)}</td>
        <td></td>
      </tr>
    </tbody>
  </table>`;
}

/** The run and the baselines, a line each, with the accuracy of every class. */
function comparison(test: TestResult, baselines: readonly BaselineResult[]): Html {
  const line = (result: BaselineResult, look: string): Html =>
    html`<tr class="${look}">
      <td>${result.name}</td>
      ${result.confusion.map((row, k) => html`<td class="number">${percent((row[k] ?? 0) / sum(row))}</td>`)}
      <td class="number">${percent(result.accuracy)}</td>
      <td class="number">${percent(result.balancedAccuracy)}</td>
    </tr> `;
  const heads = [...test.classNames, 'all', 'class mean'].map((name) => html`<th class="number">${name}</th>`);
  return html`<div class="comparison">
    <h3>Accuracy by class beside other methods, on the same labels and test images</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>method</th>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${line(test, 'own')}${baselines.map((baseline) => line(baseline, ''))}
        </tbody>
      </table>
    </div>
  </div>`;
}

/** A share as a bar with its number. */
function bar(share: number): Html {
  const width = Number.isFinite(share) ? (100 * share).toFixed(1) : '0';
  return html`<span class="track"><span class="bar" style="width:${width}%"></span></span
    ><span class="share">${percent(share)}</span>`;
}

/** With a space that does not break; a dash where nothing was counted: 0 of 0 is no share. */
function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)}\u00a0%` : '–';
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
