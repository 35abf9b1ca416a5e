import { recipes } from './recipes.js';
import { optionValues, type SaidSetting } from './saidSettings.js';

export type Kind = 'cards' | 'images';

const usual = {
  cards: optionValues({ engine: 'auto', ...recipes.kiln.cards }),
  images: optionValues({ engine: 'auto', ...recipes.kiln.images }),
};
const paper = optionValues({ engine: 'auto', ...recipes.paper.cards });

/** What an option is where it is not said, for help; where nothing says of what, of cards and of images. */
export function usualValue(name: string, kind?: Kind): string | undefined {
  if (kind !== undefined) return inWords(usual[kind][name]);
  const [cards, images] = [inWords(usual.cards[name]), inWords(usual.images[name])];
  // What only one of the two has stands among the options of that one.
  if (!(name in usual.cards) || !(name in usual.images) || cards === images) return cards ?? images;
  return `${cards ?? 'off'}; ${images ?? 'off'} with --images`;
}

/** What may follow an option, for messages. */
export function exampleOf(name: string): string {
  const values = [usual.cards, usual.images, paper].map((options) => options[name]);
  return values.find((value) => typeof value === 'string') ?? '';
}

function inWords(said: SaidSetting['said']): string | undefined {
  if (said === false) return undefined;
  return said === true ? 'on' : said;
}
