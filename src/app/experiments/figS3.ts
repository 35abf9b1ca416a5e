import { baselineNames } from '../baseline/index.js';
import { cardSets } from '../cardSets.js';
import { recipes, type CardsConfig } from '../config/index.js';
import type { TestResult } from '../jobs.js';
import { loadTaskData, type LabelledSet } from '../train/index.js';
import { confusionFigures, confusionTable, type ModelResults } from './confusions.js';
import type { Experiment, Table } from './experiment.js';
import type { Lab } from './lab.js';
import { formatSpread, spreadOf } from './measures/spread.js';
import { particlesModel } from './particles.js';
import { pixelBaselines } from './pixelBaselines.js';

/**
 * What DecisionTreeClassifier and RandomForestClassifier of scikit-learn 1.9.1 and XGBClassifier of XGBoost 3.2, each with its
 * defaults, make of the same 800 labelled and 4,000 test cards of seed 0; and what they made of other cards with the same disorder.
 */
const REFERENCES: Readonly<Record<string, { readonly same: readonly number[]; readonly other: readonly number[] }>> = {
  'cards, 60°': { same: [0.452, 0.495, 0.412], other: [0.36, 0.53, 0.38] },
  'cards, 180°': { same: [0.384, 0.405, 0.344], other: [0.33, 0.46, 0.35] },
};

/** Results with each seed, of all classifiers on one test set. */
interface TestedOn {
  readonly name: string;
  /** [seed][classifier] */
  readonly results: readonly (readonly TestResult[])[];
}

export const figS3: Experiment = {
  title: 'Decision tree, random forest and gradient boosting',
  about:
    'Figure S3 of the paper: classifiers of raw pixels, trained on the labelled images only. The paper has XGBoost for ' +
    'gradient boosting; here it is Friedman’s, with trees of depth 3. Cards: tested at ±60° and ±180°. Particles: on whole ' +
    'micrographs that were held out, if the images say which are theirs.',
  run: async (lab) => {
    const cards = lab.seeds.map((seed) => classifyCards(lab, seed));
    const particles = await Promise.all(lab.seeds.map((seed) => classifyParticles(lab, seed)));
    const tested: TestedOn[] = [
      { name: 'cards, 60°', results: cards.map(([at60 = []]) => at60) },
      { name: 'cards, 180°', results: cards.map(([, at180 = []]) => at180) },
      { name: 'particles', results: particles },
    ];
    const classified = tested.flatMap(byClassifier);
    const note = `Rows: true class; columns: predicted. Trained on the labelled images only. Particles: ${lab.settings.particles.source}.`;
    return {
      summary: tested.map(summaryOf),
      tables: [accuracies(tested, lab.settings.isSmoke), confusionTable(classified)],
      figures: await confusionFigures('confusion-', classified, note),
    };
  },
};

function classifyCards({ settings }: Lab, seed: number): TestResult[][] {
  const size = settings.isSmoke ? recipes.kiln.cards.sizes.smoke.data : {};
  const config = (degrees: number): CardsConfig => {
    const alpha = (degrees * Math.PI) / 180;
    return { ...recipes.kiln.cards.data, ...size, alpha, seed, unlabelledPerClass: 1 };
  };
  const [at60, at180] = [cardSets(config(60)), cardSets(config(180))];
  const tests = [at60.test, at180.test].map(withLabels);
  return pixelBaselines(withLabels(at60.labelled), tests, at60.test.classNames, seed);
}

async function classifyParticles({ settings }: Lab, seed: number): Promise<TestResult[]> {
  const { labelled, test, classNames } = await loadTaskData(particlesModel(settings, { kind: 'ssrvae', seed }).data);
  if (labelled === undefined || test === undefined) return [];
  return pixelBaselines(labelled, [test], classNames, seed)[0] ?? [];
}

function withLabels(set: LabelledSet['set'] & { readonly labels: Int32Array }): LabelledSet {
  return { set, labels: set.labels };
}

function byClassifier({ name, results }: TestedOn): ModelResults[] {
  return baselineNames.map((classifier, k) => ({
    name: `${name}: ${classifier}`,
    results: results.flatMap((row) => row[k] ?? []),
  }));
}

function summaryOf(tested: TestedOn): string {
  const shares = byClassifier(tested).map(({ results }, k) => {
    const spread = spreadOf(results.map(({ balancedAccuracy }) => balancedAccuracy));
    return `${baselineNames[k] ?? ''} ${formatSpread(spread)}`;
  });
  return `Balanced accuracy on ${tested.name}: ${shares.join(', ')}.`;
}

function accuracies(tested: readonly TestedOn[], isSmoke: boolean): Table {
  const rows = tested.flatMap((one) =>
    byClassifier(one).map(({ results }, k) => {
      const spread = spreadOf(results.map(({ balancedAccuracy }) => balancedAccuracy));
      const { mean, lowest, highest } = spread;
      const { same, other } = REFERENCES[one.name] ?? {};
      const reference = [isSmoke ? null : (same?.[k] ?? null), other?.[k] ?? null];
      return [one.name, baselineNames[k] ?? '', mean, lowest, highest, ...reference];
    }),
  );
  return {
    name: 'accuracy',
    title:
      'Balanced accuracy, mean and range over seeds, beside scikit-learn (tree, forest) and XGBoost (boosting) as they come',
    columns: [
      'test set',
      'classifier',
      'mean',
      'lowest',
      'highest',
      'theirs, same cards of seed 0',
      'theirs, other cards',
    ],
    rows,
  };
}
