import { optionValues } from './optionValues.js';
import { recipes } from './recipes.js';
import type { DataConfig, RunConfig } from './runConfig.js';

/** The command that makes a run with this config: the recipe, and every option that differs from it. */
export function commandLine(config: RunConfig): string {
  const { recipe } = config.training;
  const { model, training } = recipes[recipe][config.data.kind];
  const usual = optionValues({ ...config, engine: 'auto', data: usualData(config), model, training });
  const own = Object.entries(optionValues(config)).filter(([name, value]) => value !== usual[name] || isFile(name));
  const chosen = recipe === 'kiln' ? own : [['recipe', recipe] as const, ...own];
  const start = config.data.kind === 'cards' ? 'kiln train cards' : 'kiln train';
  return [start, ...chosen.flatMap(([name, value]) => words(name, value))].join(' ');
}

/** Files have no usual value: they stand in the command always. */
function isFile(name: string): boolean {
  return ['images', 'labels', 'groups', 'group-field'].includes(name);
}

function usualData({ data, training }: RunConfig): DataConfig {
  const recipe = recipes[training.recipe];
  return data.kind === 'cards' ? recipe.cards.data : { ...recipe.images.data, images: data.images };
}

function words(name: string, value: string | boolean | undefined): string[] {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
  // What a shell would take apart or replace goes between quotes.
  return [`--${name}`, /^[\w./:,@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`];
}
