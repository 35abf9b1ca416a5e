import type { Calibration, SiteCalibration } from './calibrationTypes.js';

const BARS = ' ▁▂▃▄▅▆▇█';

/** A table of rank histograms, one row an entry of a site; even ranks fill each bin to half the height. */
export function calibrationText({ simulations, sites }: Calibration): string {
  const width = Math.max(4, ...sites.map((row) => titleOf(row).length));
  const rows = sites.map((row) => `${titleOf(row).padEnd(width)}  ${bars(row)}  ${row.problem ?? 'even'}`);
  return [`${'site'.padEnd(width)}  ranks of ${simulations} simulations`, ...rows].join('\n');
}

function titleOf({ site, entry }: SiteCalibration): string {
  return `${site}[${entry ?? 'all'}]`;
}

function bars({ histogram }: SiteCalibration): string {
  const even = histogram.reduce((sum, count) => sum + count, 0) / histogram.length;
  const barOf = (count: number): string => BARS[Math.min(BARS.length - 1, Math.round((count / even) * 4))] ?? ' ';
  return histogram.map(barOf).join('');
}
