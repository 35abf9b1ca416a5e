import type { Cards } from '../../data/index.js';
import { suits } from '../config/index.js';
import { heatmap, lineChart } from '../figures/index.js';
import { cardsModel, SHORT } from './cardsModel.js';
import type { Experiment, Findings } from './experiment.js';
import { firstImages } from './firstImages.js';
import type { Lab } from './lab.js';
import { heightAt, rocOf, type Roc } from './measures/roc.js';
import { formatSpread, spreadOf } from './measures/spread.js';
import { noveltyScores, noveltyScoreNames, type NoveltyScoreName, type Novelty } from './noveltyScores.js';
import { testCards, testSize } from './testCards.js';

type Suit = (typeof suits)[number];

/** Test cards of each suit: log p(x) of an image takes the decoder many times. */
const TESTED = 150;
/** Images of the training that say what is usual of a class. */
const KNOWN = 400;

/** One suit left out. */
interface Measured {
  readonly suit: Suit;
  readonly rocs: Readonly<Record<NoveltyScoreName, Roc>>;
  /** Accuracy on the suits that training saw. */
  readonly accuracy: number;
  /** The share of the unseen suit's cards called each suit; null for itself. */
  readonly called: readonly (number | null)[];
  /** The mean of the largest class probability, of unseen and of seen cards. */
  readonly confidence: { readonly unseen: number; readonly seen: number };
}

export const unseen: Experiment = {
  title: 'A class that nobody labelled',
  about:
    'One suit is left out of the labelled and of the unlabelled cards; then cards of all four suits come. What are those of the ' +
    'unseen suit called, how sure is the classifier of it, and can they be told from the others: by 1 - max q(class | image), by ' +
    'the entropy of q, by log p(image) under the model (classes summed out, 4 importance samples for each), or by how far log p(image) is, up ' +
    `or down, from what is usual of ${KNOWN} images of the training that are called the same, in standard deviations?`,
  run: async (lab) => {
    const left = lab.settings.isSmoke ? suits.slice(0, 2) : suits;
    const models = await lab.models(
      Object.fromEntries(left.map((suit) => [`without ${suit}`, configWithout(lab, suit)])),
    );
    const test = testCards({ testPerClass: testSize(lab.settings.isSmoke, TESTED), shiftAxes: 'both' });
    const measured: Measured[] = [];
    for (const suit of left) {
      lab.settings.interrupt.throwIfAborted();
      const model = models[`without ${suit}`];
      if (model === undefined) continue;
      const novelty = await model.use(({ vae, params, data }) =>
        noveltyScores(vae, params, test, firstImages(data.unlabelled, lab.settings.isSmoke ? 20 : KNOWN)),
      );
      measured.push(measure(suit, novelty, test));
    }
    return findings(measured);
  },
};

function configWithout({ settings }: Lab, suit: Suit): ReturnType<typeof cardsModel> {
  const data = { suits: suits.filter((other) => other !== suit) };
  return cardsModel(settings, {
    recipe: 'kiln',
    data,
    training: SHORT,
  });
}

function measure(suit: Suit, novelty: Novelty, { labels }: Cards): Measured {
  const left = suits.indexOf(suit);
  const seenSuits = suits.filter((other) => other !== suit);
  const isUnseen = Array.from(labels, (label) => label === left);
  const named = Array.from(novelty.predicted, (label) => seenSuits[label]);
  const meanOver = (wanted: boolean, value: (i: number) => number): number => {
    const places = [...isUnseen.keys()].filter((i) => isUnseen[i] === wanted);
    return places.reduce((sum, i) => sum + value(i), 0) / places.length;
  };
  const confidence = (wanted: boolean): number => meanOver(wanted, (i) => 1 - (novelty.scores.doubt[i] ?? NaN));
  return {
    suit,
    rocs: mapScores((name) => rocOf(novelty.scores[name], isUnseen)),
    accuracy: meanOver(false, (i) => (named[i] === suits[labels[i] ?? -1] ? 1 : 0)),
    called: suits.map((other) => (other === suit ? null : meanOver(true, (i) => (named[i] === other ? 1 : 0)))),
    confidence: { unseen: confidence(true), seen: confidence(false) },
  };
}

function mapScores<Value>(body: (name: NoveltyScoreName) => Value): Readonly<Record<NoveltyScoreName, Value>> {
  return { doubt: body('doubt'), entropy: body('entropy'), evidence: body('evidence'), atypical: body('atypical') };
}

async function findings(measured: readonly Measured[]): Promise<Findings> {
  const areas = mapScores((name) => spreadOf(measured.map(({ rocs }) => rocs[name].area)));
  const names = Object.entries(noveltyScoreNames) as [NoveltyScoreName, string][];
  const mean = (of: (one: Measured) => number): string => spreadOf(measured.map(of)).mean.toFixed(3);
  return {
    summary: [
      `Area under the ROC curve, mean over ${measured.length} suits left out: ${names.map(([name, words]) => `${words} ${formatSpread(areas[name])}`).join('; ')}.`,
      `The classifier gives a card of the unseen suit its class with a probability of ${mean(({ confidence }) => confidence.unseen)} on average, and a card of the others of ${mean(({ confidence }) => confidence.seen)}; it sorts ${mean(({ accuracy }) => accuracy)} of the others.`,
    ],
    tables: [
      {
        name: 'unseen',
        title: 'By suit left out',
        columns: [
          ...['unseen suit', 'accuracy on the others', ...suits.map((suit) => `called ${suit}`)],
          ...['confidence, unseen', 'confidence, others', ...names.map(([, words]) => `AUC of ${words}`)],
        ],
        rows: measured.map(({ suit, accuracy, called, confidence, rocs }) => [
          ...[suit, accuracy, ...called, confidence.unseen, confidence.seen],
          ...names.map(([name]) => rocs[name].area),
        ]),
      },
    ],
    figures: [
      {
        file: 'a-roc.svg',
        content: await rocChart(measured, names),
        caption: `How well cards of the unseen suit are told from the others, mean over ${measured.length} suits left out.`,
      },
      {
        file: 'b-called.svg',
        content: await heatmap({
          xName: 'called',
          yName: 'unseen suit',
          xLabels: suits,
          yLabels: measured.map(({ suit }) => suit),
          values: measured.map(({ called }) => called),
          range: [0, 1],
          label: 'What the cards of the suit that was left out are called',
        }),
        caption: 'What the cards of the suit that was left out are called: shares of each row.',
      },
    ],
  };
}

function rocChart(measured: readonly Measured[], names: readonly [NoveltyScoreName, string][]): Promise<string> {
  const at = Array.from({ length: 21 }, (_, i) => i / 20);
  const curves = names.map(([name, words]) => ({
    name: words,
    points: at.map((x) => ({ x, y: spreadOf(measured.map(({ rocs }) => heightAt(rocs[name], x))).mean })),
  }));
  const chance = {
    name: 'chance',
    look: 'reference' as const,
    points: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  };
  return lineChart({
    x: { name: 'share of the other cards flagged', min: 0, max: 1, interval: 0.2 },
    y: { name: 'share of the unseen suit flagged', min: 0, max: 1, interval: 0.2 },
    curves: [...curves, chance],
    label: 'ROC curves of four scores for cards of an unseen suit',
  });
}
