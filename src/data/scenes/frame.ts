/** The picture that a scene is drawn into. */
export interface Frame {
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** One 48th of the shorter side, in pixels: the unit of all lengths that do not follow the particles. */
  readonly unit: number;
  /** The median diameter of the particles, in pixels. */
  readonly diameter: number;
}
