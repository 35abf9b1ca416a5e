import { topLegend, valueAxis } from './axes.js';
import { drawChart } from './chart.js';
import type { ChartSize } from './chart.js';
import { colourOf, symbolOf } from './palette.js';

/** Where the images lie in two latents; all arrays of one length. */
export interface LatentScatter {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** The class of each point. */
  readonly classes: ArrayLike<number>;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Both axes go from minus this to this. Default: as far as the points. */
  readonly reach?: number;
  /** What the points are, such as "test images by their true class". */
  readonly description?: string;
}

/** More points than this make the file large and the picture no clearer: evenly chosen ones are drawn then. */
const MAX_POINTS = 2000;

/** Points by class in the plane of two latents: SVG text. */
export async function latentScatter(
  scatter: LatentScatter,
  classNames: readonly string[],
  size: ChartSize = { width: 620, height: 460 },
): Promise<string> {
  const shown = chosenPoints(scatter.x.length);
  const { reach } = scatter;
  const limits = reach === undefined ? { scale: true } : { min: -reach, max: reach };
  const option = {
    grid: { left: 58, right: 20, top: 36, bottom: 50 },
    legend: topLegend({ itemWidth: 12, itemHeight: 12 }),
    xAxis: valueAxis(scatter.xLabel, { nameGap: 28, ...limits }),
    yAxis: valueAxis(scatter.yLabel, { nameGap: 38, ...limits }),
    series: classNames.map((name, k) => ({
      type: 'scatter',
      name,
      color: colourOf(k),
      symbol: symbolOf(k),
      symbolSize: 6,
      itemStyle: { opacity: 0.65 },
      data: shown.filter((i) => scatter.classes[i] === k).map((i) => [scatter.x[i], scatter.y[i]]),
    })),
  };
  return drawChart(option, size, `Scatter of ${scatter.xLabel} and ${scatter.yLabel}, by class`);
}

function chosenPoints(count: number): number[] {
  const numShown = Math.min(count, MAX_POINTS);
  return Array.from({ length: numShown }, (_, i) => Math.floor((i * count) / numShown));
}
