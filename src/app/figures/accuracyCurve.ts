import { topLegend, valueAxis } from './axes.js';
import { drawChart } from './chart.js';
import type { ChartSize } from './chart.js';
import type { EpochRecord, ReferenceCurve } from './history.js';
import { colourOf, ink } from './palette.js';

type Points = readonly (readonly [epoch: number, accuracy: number])[];

/** The share of test images classified correctly by epoch, with reference curves drawn thinly beside it: SVG text. */
export async function accuracyCurve(
  history: readonly EpochRecord[],
  references: readonly ReferenceCurve[] = [],
  size: ChartSize = { width: 520, height: 320 },
): Promise<string> {
  const pick = (name: 'testAccuracy' | 'balancedAccuracy'): Points =>
    history.flatMap((record) => (record[name] === undefined ? [] : [[record.epoch, record[name]] as const]));
  const series = [
    curve('test accuracy', pick('testAccuracy'), colourOf(0), 'solid'),
    curve('balanced over classes', pick('balancedAccuracy'), colourOf(1), 'dashed'),
    ...references.map(({ label, points }) => curve(label, points, ink.axis, 'dotted')),
  ].filter(({ data }) => data.length > 0);
  const option = {
    grid: { left: 58, right: 20, top: 34, bottom: 48 },
    legend: topLegend({ show: series.length > 1 }),
    xAxis: valueAxis('epoch', {
      nameGap: 28,
      min: 'dataMin',
      max: 'dataMax',
      minInterval: 1,
      splitLine: { show: false },
    }),
    yAxis: valueAxis('accuracy', { nameGap: 40, min: 0, max: 1, interval: 0.2 }),
    series,
  };
  return drawChart(option, size, `Test accuracy by epoch, ${history.length} epochs`);
}

function curve(name: string, data: Points, color: string, type: string): Record<string, unknown> & { data: Points } {
  const showSymbol = data.length <= 30 && type !== 'dotted';
  return {
    type: 'line',
    name,
    data,
    showSymbol,
    symbol: 'circle',
    symbolSize: 5,
    color,
    lineStyle: { width: 2, type },
  };
}
