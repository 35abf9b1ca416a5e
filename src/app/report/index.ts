export { traversalFile } from './drawFigures.js';
export { writeReport } from './writeReport.js';
export type {
  BaselineResult,
  ReconstructionExample,
  ReportData,
  SummaryItem,
  Traversal,
  TraversalAxis,
} from './reportData.js';
