import { topLegend, valueAxis } from './axes.js';
import { drawChart } from './chart.js';
import type { ChartSize } from './chart.js';
import type { EpochRecord } from './history.js';
import { colourOf } from './palette.js';

/** The training loss, and the loss on test images where it is known, by epoch: SVG text. */
export async function lossCurve(
  history: readonly EpochRecord[],
  size: ChartSize = { width: 520, height: 320 },
): Promise<string> {
  const series = [
    curve(
      'training',
      0,
      history.map(({ epoch, loss }) => [epoch, loss]),
    ),
    curve(
      'test',
      1,
      history.flatMap(({ epoch, testLoss }) => (testLoss === undefined ? [] : [[epoch, testLoss]])),
    ),
  ].filter(({ data }) => data.length > 0);
  const option = {
    grid: { left: 64, right: 20, top: 34, bottom: 48 },
    legend: topLegend({ show: series.length > 1 }),
    xAxis: valueAxis('epoch', {
      nameGap: 28,
      min: 'dataMin',
      max: 'dataMax',
      minInterval: 1,
      splitLine: { show: false },
    }),
    yAxis: valueAxis('loss, nats per image', { nameGap: 46, scale: true }),
    series,
  };
  return drawChart(option, size, `Loss by epoch, ${history.length} epochs`);
}

function curve(name: string, number: number, data: number[][]): Record<string, unknown> & { data: number[][] } {
  const color = colourOf(number);
  const type = number === 0 ? 'solid' : 'dashed';
  // A line of few points hides where they are.
  return {
    type: 'line',
    name,
    data,
    showSymbol: data.length <= 30,
    symbol: 'circle',
    symbolSize: 5,
    color,
    lineStyle: { width: 2, type },
  };
}
