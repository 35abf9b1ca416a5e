import { suits } from '../config/index.js';
import { heatmap, lineChart } from '../figures/index.js';
import type { Figure, Findings, Table } from './experiment.js';
import { heightAt, type Roc } from './measures/roc.js';
import { formatSpread, spreadOf } from './measures/spread.js';
import { mapScores, noveltyScoreNames, type NoveltyScoreName } from './noveltyScores.js';

export type Suit = (typeof suits)[number];

/** What a model makes of a suit that was left out of its training. */
export interface LeftOut {
  readonly suit: Suit;
  readonly rocs: Readonly<Record<NoveltyScoreName, Roc>>;
  /** Accuracy on the suits that training saw. */
  readonly accuracy: number;
  /** The share of the unseen suit's cards called each suit; null for itself. */
  readonly called: readonly (number | null)[];
  /** The mean of the largest class probability, of unseen and of seen cards. */
  readonly confidence: { readonly unseen: number; readonly seen: number };
}

/** The scores with their names. */
const scores = Object.entries(noveltyScoreNames) as [NoveltyScoreName, string][];

/** What comes of the models that were trained without one suit each: sentences, table, figures. */
export async function unseenFindings(measured: readonly LeftOut[]): Promise<Findings> {
  return {
    summary: summaryOf(measured),
    tables: [tableOf(measured)],
    figures: [await rocFigure(measured), await calledFigure(measured)],
  };
}

function summaryOf(measured: readonly LeftOut[]): string[] {
  const areas = mapScores((name) => spreadOf(measured.map(({ rocs }) => rocs[name].area)));
  const mean = (of: (one: LeftOut) => number): string => spreadOf(measured.map(of)).mean.toFixed(3);
  const words = scores.map(([name, score]) => `${score} ${formatSpread(areas[name])}`);
  return [
    `Area under the ROC curve, mean over ${measured.length} suits left out: ${words.join('; ')}.`,
    'The classifier gives a card of the unseen suit its class with a probability of ' +
      `${mean(({ confidence }) => confidence.unseen)} on average, and a card of the others of ` +
      `${mean(({ confidence }) => confidence.seen)}; it classifies ${mean(({ accuracy }) => accuracy)} of the others correctly.`,
  ];
}

function tableOf(measured: readonly LeftOut[]): Table {
  return {
    name: 'unseen',
    title: 'By suit left out',
    columns: [
      ...['unseen suit', 'accuracy on the others', ...suits.map((suit) => `called ${suit}`)],
      ...['confidence, unseen', 'confidence, others', ...scores.map(([, words]) => `AUC of ${words}`)],
    ],
    rows: measured.map(({ suit, accuracy, called, confidence, rocs }) => [
      ...[suit, accuracy, ...called, confidence.unseen, confidence.seen],
      ...scores.map(([name]) => rocs[name].area),
    ]),
  };
}

async function rocFigure(measured: readonly LeftOut[]): Promise<Figure> {
  const at = Array.from({ length: 21 }, (_, i) => i / 20);
  const curves = scores.map(([name, words]) => ({
    name: words,
    points: at.map((x) => ({ x, y: spreadOf(measured.map(({ rocs }) => heightAt(rocs[name], x))).mean })),
  }));
  const chance = { name: 'chance', look: 'reference', points: [0, 1].map((x) => ({ x, y: x })) } as const;
  const content = await lineChart({
    x: { name: 'share of the other cards flagged', min: 0, max: 1, interval: 0.2 },
    y: { name: 'share of the unseen suit flagged', min: 0, max: 1, interval: 0.2 },
    curves: [...curves, chance],
    label: 'ROC curves of four scores for cards of an unseen suit',
  });
  const caption = `How well cards of the unseen suit are distinguished from the others, mean over ${measured.length} suits left out.`;
  return { file: 'a-roc.svg', content, caption };
}

async function calledFigure(measured: readonly LeftOut[]): Promise<Figure> {
  const content = await heatmap({
    xName: 'called',
    yName: 'unseen suit',
    xLabels: suits,
    yLabels: measured.map(({ suit }) => suit),
    values: measured.map(({ called }) => called),
    range: [0, 1],
    label: 'What the cards of the suit that was left out are called',
  });
  const caption = 'What the cards of the suit that was left out are called: shares of each row.';
  return { file: 'b-called.svg', content, caption };
}
