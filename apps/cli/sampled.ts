import type { ProjectionSource } from '../../src/projection/projection-source.ts';
import type { DrawnSample } from '../../src/projection/sample/draw-sample.ts';
import type { SampleFrame } from '../../src/projection/sample/sample-frame.ts';
import type { Measure, SampleWords } from './sample-words.ts';

/** What a drawn sample is worth, and where that is known from. */
export type Spread = {
  readonly source: Measure;
  /** sd of the lead, as a fraction. */
  readonly sd: number;
  /** Variance over that of as many voters drawn one by one; null where only the table is known. */
  readonly effect: number | null;
};

export type Sampled = {
  readonly election: string;
  readonly name: string;
  readonly source: ProjectionSource;
  readonly frame: SampleFrame;
  readonly sample: DrawnSample;
  readonly words: SampleWords;
  readonly level: string | null;
  readonly spread: Spread;
};
