import type { Instant } from '../base/instant.ts';
import type { EventBody, RefusedReason } from '../record/index.ts';
import type { DeviceData } from './unit-data.ts';

type Enrolled = { -readonly [K in keyof DeviceData]: DeviceData[K] };
export type DoorBody = Extract<EventBody, { kind: 'DeviceEnrolled' | 'DeviceRevoked' | 'ArrivalsRefused' }>;

/** What the public may see of the door: which devices may send for the stations of which unit, and what was refused. */
export class PublicDoor {
  /** The unit whose page shows what is enrolled for the unit of this id. */
  private readonly pageOf: (unit: string) => number;
  private readonly byPage = new Map<number, Enrolled[]>();
  /** By name, the page that shows the device. */
  private readonly pages = new Map<string, number>();
  private readonly refusals = new Map<RefusedReason, number>();

  constructor(pageOf: (unit: string) => number) {
    this.pageOf = pageOf;
  }

  /** Takes the next event of the door; the unit whose page says something else now, or null. */
  take(record: number, at: Instant, body: DoorBody): number | null {
    switch (body.kind) {
      case 'DeviceEnrolled': {
        const { device, scope, only } = body;
        const page = this.pageOf(scope);
        const list = this.byPage.get(page) ?? [];
        list.push({ device, record, at, scope, only, revoked: null });
        this.byPage.set(page, list);
        this.pages.set(device, page);
        return page;
      }
      case 'DeviceRevoked': {
        const page = this.pages.get(body.device);
        if (page === undefined) return null;
        for (const one of this.byPage.get(page) ?? []) if (one.device === body.device) one.revoked ??= at;
        return page;
      }
      case 'ArrivalsRefused':
        for (const [, reason, times] of body.minutes) {
          this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + times);
        }
        return null;
    }
  }

  /** In record order. */
  devicesOf(unit: number): readonly DeviceData[] {
    return (this.byPage.get(unit) ?? []).map((one) => ({ ...one }));
  }

  /** How often the door refused, by reason; null for never. */
  refused(): Readonly<Partial<Record<RefusedReason, number>>> | null {
    return this.refusals.size === 0 ? null : Object.fromEntries(this.refusals);
  }
}
