// The names that a config's fields may have. This file loads nothing, so that the command line can list them in its help.

export const modelKinds = ['ssrvae', 'ssvae', 'rvae', 'vae', 'jrvae'] as const;
export const invarianceNames = ['rotation', 'translation', 'scale'] as const;
export const anglePriors = ['normal', 'projectedNormal'] as const;
/** Networks for q(class | image): a perceptron on the pixels, or a small convolutional network, on the pixels or on smoothed ones. */
export const classifierKinds = ['mlp', 'cnn', 'smoothCnn'] as const;
/** Networks for the other latents: a perceptron on the pixels, or on what convolutions make of them. */
export const encoderKinds = ['mlp', 'cnn'] as const;
/** What the classifier learns from: all of the objective, or known labels only. */
export const classifierTeachers = ['elbo', 'labels'] as const;
/** Whether the class is asked of an image as it is, or of its turns and mirror images that keep the frame, whose logits are averaged. */
export const classifierSymmetries = ['none', 'frame'] as const;
export const likelihoods = ['bernoulli', 'continuousBernoulli', 'gaussian'] as const;
export const recipeNames = ['kiln', 'paper'] as const;
export const schedules = ['constant', 'cosine'] as const;
/** The classes of the cards, in the order of their labels. */
export const suits = ['clubs', 'spades', 'hearts', 'diamonds'] as const;
export const shiftAxesNames = ['both', 'vertical'] as const;
/** Angles of labelled images shown again: those of the pose prior, or all of the circle alike. */
export const viewAngleNames = ['prior', 'all'] as const;
/** When simulated scenes teach a model: `counts` is where the classes may be numbers of particles, called 1, 2, 3, … or 0, 1, 2, … */
export const sceneUses = ['never', 'counts', 'always'] as const;
export const labelledPoseNames = ['given', 'drawn', 'known'] as const;
export const normalisations = ['none', 'minmax', 'percentile'] as const;

export type ModelKind = (typeof modelKinds)[number];
export type Invariance = (typeof invarianceNames)[number];
export type AnglePrior = (typeof anglePriors)[number];
export type Likelihood = (typeof likelihoods)[number];
export type RecipeName = (typeof recipeNames)[number];
export type Suit = (typeof suits)[number];
export type Schedule = (typeof schedules)[number];
export type Normalisation = (typeof normalisations)[number];
