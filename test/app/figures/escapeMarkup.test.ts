import { expect, it } from 'vitest';
import { escapeMarkup } from '../../../src/app/figures/escapeMarkup.js';

it('leaves nothing that begins a tag or an entity, or ends an attribute', () => {
  expect(escapeMarkup(`<a b="c'">&lt;`)).toBe('&#60;a b=&#34;c&#39;&#34;&#62;&#38;lt;');
  expect(escapeMarkup('rotated by 60°')).toBe('rotated by 60°');
});
