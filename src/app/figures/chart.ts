import { createHash } from 'node:crypto';
import type * as echartsCore from 'echarts/core';
import type { EChartsCoreOption } from 'echarts/core';
import { escapeMarkup } from './escapeMarkup.js';
import { ink } from './palette.js';

/** Width and height of a drawing, in pixels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** The font of all figures: whatever sans-serif the reader's system shows its own texts in. */
export const fontFamily = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/**
 * An echarts drawing as SVG text, made without a browser.
 *
 * @param label what the figure shows, for readers who cannot see it
 */
export async function drawChart(
  option: EChartsCoreOption,
  { width, height }: ChartSize,
  label: string,
): Promise<string> {
  const echarts = await loadECharts();
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily, color: ink.text }, ...option });
    return scalable(withOwnNames(chart.renderToSVGString()), label);
  } finally {
    chart.dispose();
  }
}

/** Only the parts that our figures use, and only when a figure is drawn: echarts takes a third of a second to load. */
async function loadECharts(): Promise<typeof echartsCore> {
  const [core, charts, components, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  const { HeatmapChart, LineChart, ScatterChart } = charts;
  const { GridComponent, LegendComponent, VisualMapComponent } = components;
  core.use([HeatmapChart, LineChart, ScatterChart, GridComponent, LegendComponent, VisualMapComponent, SVGRenderer]);
  return core;
}

/**
 * echarts counts drawings and their parts in a process, and calls the parts after these numbers. Several drawings on one page must not
 * share names, and the same drawing is to be the same text: so parts are called after the content and their order in it.
 */
function withOwnNames(svg: string): string {
  const names = [...new Set(svg.match(COUNTED))];
  const named = (prefix: string): string => svg.replace(COUNTED, (name) => `${prefix}-${names.indexOf(name)}`);
  return named(`k${createHash('sha256').update(named('')).digest('hex').slice(0, 8)}`);
}

const COUNTED = /\bzr\d+-(?:cls-)?\w+/g;

/** The drawing with a text alternative, and never wider than the place it is put into. */
function scalable(svg: string, label: string): string {
  return svg.replace(
    '<svg ',
    `<svg role="img" aria-label="${escapeMarkup(label)}" style="max-width:100%;height:auto" `,
  );
}
