import type { Table } from './experiment.js';
import type { TrainedModel } from './trainModels.js';

/** Test accuracy by epoch as a table. */
export function accuracyTable({ history }: TrainedModel, name: string, title: string): Table {
  const rows = history.map(({ epoch, testAccuracy, loss }) => [
    Number(epoch),
    Number(testAccuracy ?? NaN),
    Number(loss ?? NaN),
  ]);
  return { name, title, columns: ['epoch', 'test accuracy', 'loss, nats per image'], rows };
}
