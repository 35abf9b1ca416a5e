import { readFileSync } from 'node:fs';
import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';

/** The versions of what a run is made with, for its config. */
export function versions(): Record<string, string> {
  return { kiln: kilnVersion(), node: process.versions.node, tfjs: tfjsVersion };
}

/** The version in package.json, which lies at the same distance from the source and from the built file. */
export function kilnVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
