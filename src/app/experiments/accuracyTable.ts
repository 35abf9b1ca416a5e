import type { Table } from './experiment.js';
import type { TrainedModel } from './trainModels.js';

/** Test accuracy and loss at each measurement as a table. */
export function accuracyTable({ history }: TrainedModel, name: string, title: string): Table {
  const rows = history.map(({ step, epoch, testAccuracy, loss }) => [
    step,
    Number(epoch),
    Number(testAccuracy ?? NaN),
    Number(loss ?? NaN),
  ]);
  return { name, title, columns: ['step', 'epoch', 'test accuracy', 'loss, nats per image'], rows };
}
