/** What is known at the end of an epoch; epochs count from 1. */
export interface EpochRecord {
  readonly epoch: number;
  /** Training loss: negative ELBO of the unlabelled images, in nats per image. */
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
