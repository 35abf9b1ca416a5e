import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';
import { kilnVersion } from './kilnVersion.js';

/** The versions of what a run is made with, for its config. */
export function versions(): Record<string, string> {
  return { kiln: kilnVersion(), node: process.versions.node, tfjs: tfjsVersion };
}
