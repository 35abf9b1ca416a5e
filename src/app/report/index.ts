export { traversalFile } from './drawFigures.js';
export { html, trusted } from './html.js';
export type { Html } from './html.js';
export { writeReport } from './writeReport.js';
export type {
  BaselineResult,
  ReconstructionExample,
  ReportData,
  SummaryItem,
  Traversal,
  TraversalAxis,
} from './reportData.js';
