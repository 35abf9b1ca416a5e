/** What is known at the end of an epoch; epochs count from 1. */
export interface EpochRecord {
  readonly epoch: number;
  /** Training loss: the negative ELBO and the classification loss of a step, in nats per image. */
  readonly loss: number;
  /** The same on test images. */
  readonly testLoss?: number;
  /** Shares of 1. */
  readonly testAccuracy?: number;
  readonly balancedAccuracy?: number;
}

export interface ReferenceCurve {
  readonly label: string;
  /** Epoch and accuracy. */
  readonly points: readonly (readonly [epoch: number, accuracy: number])[];
}
