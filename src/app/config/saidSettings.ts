import type { z } from 'zod';
import { settingsOf, type Setting } from './option.js';
import { writeText } from './optionText.js';
import { schemas, type RunConfig } from './runConfig.js';

/** A setting with its value, and how that is said. */
export interface SaidSetting extends Setting {
  readonly value: unknown;
  /** What follows the option; true and false for `--name` and `--no-name`, undefined for no such option. */
  readonly said: string | boolean | undefined;
}

/** A config whose files may be missing. */
type Settings = Pick<RunConfig, 'engine' | 'model' | 'training'> & { readonly data: Pick<RunConfig['data'], 'kind'> };

/** A config setting by setting, in groups. */
export function saidSettings(
  config: Settings,
): Readonly<Record<'data' | 'model' | 'training', readonly SaidSetting[]>> {
  const { data, model, training } = config;
  return {
    data: said(schemas[data.kind], data),
    model: said(schemas.model, model),
    training: [...said(schemas.training, training), ...said(schemas.run, config)],
  };
}

/** What each option of a config is followed by, by the option's name. */
export function optionValues(config: Settings): Readonly<Record<string, SaidSetting['said']>> {
  const settings = Object.values(saidSettings(config)).flat();
  return Object.fromEntries(settings.map((setting) => [setting.name, setting.said]));
}

function said(group: z.ZodObject, values: object): readonly SaidSetting[] {
  return settingsOf(group).map((setting) => {
    const value = (values as Record<string, unknown>)[setting.field];
    return { ...setting, value, said: typeof value === 'boolean' ? value : writeText(setting.schema, value) };
  });
}
