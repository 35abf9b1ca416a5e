import { z } from 'zod';

/** The option that sets a setting. */
export interface OptionInfo {
  /** `--labels-per-class <n>`. */
  readonly flags: string;
  /** In camelCase, as commander names it. */
  readonly name: string;
  readonly help: string;
  /** What `--no-…` means; for switches. */
  readonly offHelp?: string;
}

/** A setting of a group: a field with an option. */
export interface Setting extends OptionInfo {
  readonly field: string;
  readonly schema: z.core.$ZodType;
}

const options = z.registry<OptionInfo>();

/** A schema with the option that sets it; hand over a schema that is used nowhere else. */
export function option<Schema extends z.ZodType>(
  flags: string,
  schema: Schema,
  help: string,
  offHelp?: string,
): Schema {
  const name = flags.replace(/^--| .*$/g, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  options.add(schema, { flags, name, help, ...(offHelp !== undefined && { offHelp }) });
  return schema;
}

/** The settings of a group, in order. A field without an option is none. */
export function settingsOf(group: z.ZodObject): readonly Setting[] {
  return Object.entries<z.core.$ZodType>(group.shape).flatMap(([field, schema]) => {
    const info = options.get(schema);
    return info === undefined ? [] : [{ field, schema, ...info }];
  });
}

/** `--labels-per-class` for `labelsPerClass`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
