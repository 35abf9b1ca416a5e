export { discardCheckpointsAfter, hasCheckpoint, loadCheckpoint, saveCheckpoint } from './checkpoint.js';
export type { LoadedCheckpoint } from './checkpoint.js';
export type { Checkpoint, JsonValue, TensorValue } from './checkpointData.js';
export { appendMetrics, readMetrics, truncateMetrics } from './metrics.js';
export type { MetricsRecord } from './metrics.js';
export { loadSnapshot, saveSnapshot } from './snapshots.js';
export { createRun, readConfig, resumeRun, writeConfig } from './runFolder.js';
export type { ResumedRun } from './runFolder.js';
