import { enumeratedMatchesList } from './enumeratedMatchesList.js';
import { finiteDensities, guideCoversModel, platesDeclared } from './findings.js';
import { gradientMatchesDifferences } from './gradients.js';
import type { ModelLaw } from './modelLaw.js';
import { everyParameterLearns, parametersAnywhere } from './parameters.js';
import { platesIndependent } from './platesIndependent.js';
import { evaluateChangesNothing, sameKeySameRun, staticShapes } from './repeatable.js';
import { minibatchesAddUp, vectorisedParticlesAgree } from './sameLoss.js';
import { noLeakInTraining, trainingLowersLoss } from './training.js';

/** The laws of models and guides, in the order in which suites run them. */
export const modelLaws: readonly ModelLaw[] = [
  guideCoversModel,
  platesDeclared,
  finiteDensities,
  staticShapes,
  sameKeySameRun,
  platesIndependent,
  parametersAnywhere,
  everyParameterLearns,
  gradientMatchesDifferences,
  enumeratedMatchesList,
  vectorisedParticlesAgree,
  minibatchesAddUp,
  evaluateChangesNothing,
  noLeakInTraining,
  trainingLowersLoss,
];
