import type { Cards } from '../../data/index.js';
import { suits } from '../config/index.js';
import { cardsModel } from './cardsModel.js';
import type { Experiment } from './experiment.js';
import { firstImages } from './firstImages.js';
import type { Lab } from './lab.js';
import { rocOf } from './measures/roc.js';
import { mapScores, noveltyScores, type Novelty } from './noveltyScores.js';
import { testCards, testSize } from './testCards.js';
import { unseenFindings, type LeftOut, type Suit } from './unseenFindings.js';

/** Test cards of each suit: log p(x) of an image takes the decoder many times. */
const TESTED = 150;
/** Images of the training that say what is usual of a class. */
const KNOWN = 400;

export const unseen: Experiment = {
  title: 'A class that nobody labelled',
  about:
    'One suit is left out of the labelled and of the unlabelled cards; then cards of all four suits come. What are cards of the ' +
    'unseen suit called, how sure is the classifier of it, and can they be distinguished from the others: by 1 - max q(class | image), by ' +
    'the entropy of q, by log p(image) under the model (classes summed out, 4 importance samples for each), or by how far log p(image) is, up ' +
    `or down, from what is usual of ${KNOWN} images of the training that are called the same, in standard deviations?`,
  run: async (lab) => {
    const left = lab.settings.isSmoke ? suits.slice(0, 2) : suits;
    const models = await lab.models(
      Object.fromEntries(left.map((suit) => [`without ${suit}`, configWithout(lab, suit)])),
    );
    const test = testCards({ testPerClass: testSize(lab.settings.isSmoke, TESTED), shiftAxes: 'both' });
    const measured: LeftOut[] = [];
    for (const suit of left) {
      lab.settings.interrupt.throwIfAborted();
      const model = models[`without ${suit}`];
      if (model === undefined) continue;
      const novelty = await model.use(({ vae, params, data }) =>
        noveltyScores(vae, params, test, firstImages(data.unlabelled, lab.settings.isSmoke ? 20 : KNOWN)),
      );
      measured.push(measure(suit, novelty, test));
    }
    return unseenFindings(measured);
  },
};

function configWithout({ settings }: Lab, suit: Suit): ReturnType<typeof cardsModel> {
  return cardsModel(settings, { recipe: 'kiln', data: { suits: suits.filter((other) => other !== suit) } });
}

function measure(suit: Suit, novelty: Novelty, { labels }: Cards): LeftOut {
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
