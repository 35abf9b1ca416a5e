import { optionValues, type OptionValues } from '../../config/optionValues.js';
import { recipes } from '../../config/recipes.js';
import type { Row } from './row.js';

type Kind = 'cards' | 'images';

const { kiln } = recipes;
const usual: Readonly<Record<Kind, OptionValues>> = {
  cards: optionValues({ engine: 'auto', ...kiln.cards }),
  images: optionValues({
    engine: 'auto',
    ...kiln.images,
    data: { ...kiln.images.data, images: { path: '', sha256: '' } },
  }),
};

/** Options with what each is where it is not said, in parentheses; where nothing says of what, of cards and of images. */
export function withUsual(rows: readonly Row[], kind?: Kind): Row[] {
  return rows.map(([flags, description]) => {
    const name = /^--([\w-]+)/.exec(flags)?.[1] ?? '';
    const value = kind === undefined ? ofBoth(name) : inWords(usual[kind][name]);
    return [flags, value === undefined ? description : `${description} (${value})`];
  });
}

function ofBoth(name: string): string | undefined {
  const [cards, images] = [usual.cards, usual.images].map((values) => inWords(values[name]));
  // What only one of the two has stands among the options of that one.
  if (!(name in usual.cards) || !(name in usual.images) || cards === images) return cards ?? images;
  return `${cards ?? 'off'}; ${images ?? 'off'} with --images`;
}

function inWords(value: OptionValues[string]): string | undefined {
  if (value === undefined || value === false || value === '') return undefined;
  return value === true ? 'on' : value;
}
