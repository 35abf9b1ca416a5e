import type { EngineFacts, EngineName } from '../num/index.js';
import { counted } from './counted.js';

/** What `kiln doctor` finds out about the machine and the installation. */
export interface DoctorReport {
  /** By name: kiln, node, tfjs and, where the native engine starts, tensorflow. */
  readonly versions: Readonly<Record<string, string>>;
  readonly engines: readonly EngineHealth[];
  /** The engine that a command without `--engine` uses, and why. */
  readonly choice: { readonly engine: EngineName; readonly why: string };
  readonly machine: {
    /** Operating system and processor, such as `linux x64`. */
    readonly platform: string;
    readonly cores: number;
    /** Bytes; a container may allow only a part. */
    readonly memory: number;
    readonly freeMemory: number;
  };
  readonly cache: { readonly folder: string; readonly bytes: number };
  /** What is missing, and how to get it; empty if all is well. */
  readonly missing: readonly { readonly what: string; readonly remedy: string }[];
}

/** Whether an engine starts and computes right, with what is true of it or what is wrong with it. */
export type EngineHealth =
  | { readonly engine: EngineName; readonly works: true; readonly facts: EngineFacts }
  | { readonly engine: EngineName; readonly works: false; readonly problem: string };

/** The report as lines for a terminal. */
export function formatDoctorReport(report: DoctorReport): string {
  const { versions, engines, choice, machine, cache, missing } = report;
  const lines = [
    `Kiln ${versions.kiln ?? '?'} on Node ${versions.node ?? '?'} (${machine.platform}), TensorFlow.js ${versions.tfjs ?? '?'}`,
    'Engines',
    ...engines.map((health) => `  ${health.engine.padEnd(8)}${describeEngine(health)}`),
    `  ${'in use'.padEnd(8)}${choice.engine}: ${choice.why}`,
    'Machine',
    `  ${counted(machine.cores, 'core')}, ${gigabytes(machine.memory)} of memory, ${gigabytes(machine.freeMemory)} free`,
    `  cache in ${cache.folder}, ${cache.bytes === 0 ? 'empty' : gigabytes(cache.bytes)}`,
    missing.length === 0 ? 'Nothing is missing.' : 'Missing',
    ...missing.map(({ what, remedy }) => `  ${what}. Try ${remedy}.`),
  ];
  return `${lines.join('\n')}\n`;
}

function describeEngine(health: EngineHealth): string {
  if (!health.works) return `does not start: ${health.problem}`;
  const { tensorflow, threads, maxRank } = health.facts;
  const library = tensorflow === undefined ? [] : [`TensorFlow ${tensorflow}`];
  return ['works', ...library, counted(threads, 'thread'), `ranks to ${maxRank}`].join(', ');
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
