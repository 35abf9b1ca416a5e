export type { Experiment, Figure, Findings, Table } from './experiment.js';
export type { FindingsRecord } from './findingsFiles.js';
export { experimentNames } from './names.js';
export type { ExperimentName } from './names.js';
export { simulatedParticles } from './particles.js';
export type { LabSettings, ParticleFiles } from './settings.js';
export { runExperiments } from './runExperiments.js';
export type { ExperimentLoader, ExperimentSettings, ExperimentsResult } from './runExperiments.js';
