import { topLegend, valueAxis } from './axes.js';
import { drawChart, type ChartSize } from './chart.js';
import { colourOf, ink, symbolOf } from './palette.js';

/** Curves over a number, with uncertainty where it is known. */
export interface LineChart {
  readonly x: AxisLook;
  readonly y: AxisLook;
  readonly curves: readonly Curve[];
  /** What the figure shows, for readers who cannot see it. */
  readonly label: string;
}

export interface AxisLook {
  /** With its unit. */
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
  /** The distance of ticks. */
  readonly interval?: number;
  /** Ticks at powers of ten. */
  readonly isLog?: boolean;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly CurvePoint[];
  /** `reference`: published values, drawn as hollow symbols and a dotted line in grey. Default `measured`. */
  readonly look?: 'measured' | 'reference';
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** The ends of an error bar, such as the lowest and highest of several keys. */
  readonly low?: number;
  readonly high?: number;
}

/** Each curve has its own colour, symbol and dashes, so that it is known in grey too. */
const dashes = ['solid', [7, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 2]] as const;

/** Curves with symbols and error bars: SVG text. */
export async function lineChart(chart: LineChart, size: ChartSize = { width: 620, height: 400 }): Promise<string> {
  const option = {
    grid: { left: 62, right: 24, top: 20 + 22 * Math.ceil(chart.curves.length / 3), bottom: 52 },
    legend: topLegend({ show: chart.curves.length > 1, data: chart.curves.map(({ name }) => name), itemWidth: 34 }),
    xAxis: axis(chart.x, 30),
    yAxis: axis(chart.y, 42),
    series: chart.curves.flatMap((curve, i) => [line(curve, i), ...errorBars(curve, i)]),
  };
  return drawChart(option, size, chart.label);
}

function axis({ name, min, max, interval, isLog = false }: AxisLook, nameGap: number): Record<string, unknown> {
  const bounds = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  return valueAxis(name, {
    nameGap,
    ...bounds,
    ...(interval !== undefined && { interval }),
    ...(isLog && { type: 'log' }),
  });
}

function line({ name, points, look = 'measured' }: Curve, i: number): Record<string, unknown> {
  const isReference = look === 'reference';
  const color = isReference ? ink.axis : colourOf(i);
  return {
    type: 'line',
    name,
    data: points.map(({ x, y }) => [x, y]),
    color,
    symbol: isReference ? 'emptyDiamond' : symbolOf(i),
    symbolSize: isReference ? 8 : 7,
    showSymbol: points.length <= 40,
    lineStyle: { width: isReference ? 1.5 : 2, type: isReference ? 'dotted' : dashes[i % dashes.length] },
  };
}

/** One line broken between the bars: a `-` is a gap. */
function errorBars({ name, points, look = 'measured' }: Curve, i: number): Record<string, unknown>[] {
  const data = points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined
      ? []
      : [
          [x, low],
          [x, high],
          ['-', '-'],
        ],
  );
  if (data.length === 0) return [];
  const color = look === 'reference' ? ink.axis : colourOf(i);
  return [{ type: 'line', name: `${name} (range)`, data, color, showSymbol: false, lineStyle: { width: 1.5 } }];
}
