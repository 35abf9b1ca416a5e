import type { Parameter } from '../distribution.js';

/** A map's name with its parameters, so that two maps of numbers with one name are the same map; tensors go by their ids. */
export function mapName(map: string, parameters: readonly Parameter[]): string {
  return `${map}(${parameters.map((each) => (typeof each === 'number' ? String(each) : `tensor ${each.id}`)).join(', ')})`;
}
