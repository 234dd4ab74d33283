import { type CanvassOptions, CanvassState } from '../../src/canvass/canvass-state.ts';
import { CentreState } from '../../src/entry/centre-state.ts';
import type { Geography } from '../../src/model/geography.ts';
import { type EventBody, type EventHeader, isOfficeOnly } from '../../src/record/index.ts';
import { observingChecks } from './observing-checks.ts';

/** The machines of both counts, fed with every event of one record in order: bodies name events by its own numbers. */
export class Machines {
  readonly centre: CentreState;
  readonly canvass: CanvassState;

  constructor(geography: Geography, options: Partial<CanvassOptions> = {}) {
    this.centre = new CentreState(geography, { observing: observingChecks(geography) });
    this.canvass = new CanvassState(this.centre, options);
  }

  take(index: number, header: EventHeader, body: EventBody): void {
    // An office opens, closes and publishes for itself alone; its events are numbered all the same.
    if (isOfficeOnly(header)) {
      this.canvass.offices.follow(header);
      return;
    }
    this.centre.take(index, header, body);
    this.canvass.take(index, header, body);
  }
}
