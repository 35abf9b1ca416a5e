/** Text that is HTML already: it is put into a page as it is. */
export interface Html {
  readonly html: string;
}

/**
 * A template tag for pieces of a page: text is escaped, pieces are put in as they are, lists are joined, and what is
 * undefined or false is left out.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { html: parts.map((part, i) => (i === 0 ? part : render(values[i - 1]) + part)).join('') };
}

export type HtmlValue = string | number | false | undefined | Html | readonly HtmlValue[];

/** Marks text that another program made as HTML, such as a figure. */
export function trusted(text: string): Html {
  return { html: text };
}

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  return 'html' in value ? value.html : value.map(render).join('');
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
