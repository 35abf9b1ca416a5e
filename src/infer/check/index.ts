export { check } from './check.js';
export type { CheckOptions } from './check.js';
export type { Finding, FindingKind } from './finding.js';
