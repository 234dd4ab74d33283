import type { Instant } from '../base/instant.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';

/** Where one contest of one sheet is, objections aside. `typing`: two people may type it. */
export type CourseState = 'typing' | 'agreed' | 'observed' | 'annulled' | 'recount' | 'repeat' | 'lost';
export type Course = {
  state: CourseState;
  /** Record numbers of the objections that nobody has answered. */
  open: readonly number[];
  /** Whether the paper of the newest recount was scanned. */
  recountScanned: boolean;
};
/** The newest ruling on a contest of a station, whatever sheet it was on. */
export type NewestRuling = { readonly effect: RulingEffect; readonly until: Instant | null };

/** What is known of every contest of every sheet of an official count, shown or not. It judges nothing. */
export class CourseBook {
  private readonly contests: number;
  private readonly courses = new Map<number, Course>();
  private readonly rulings = new Map<number, NewestRuling>();

  constructor(contests: number) {
    this.contests = contests;
  }

  of(sheet: number, contest: number): Course {
    const key = sheet * this.contests + contest;
    const known = this.courses.get(key);
    if (known !== undefined) return known;
    const course: Course = { state: 'typing', open: [], recountScanned: false };
    this.courses.set(key, course);
    return course;
  }

  ruled(station: number, contest: number, ruling: NewestRuling): void {
    this.rulings.set(station * this.contests + contest, ruling);
  }

  newestRuling(station: number, contest: number): NewestRuling | null {
    return this.rulings.get(station * this.contests + contest) ?? null;
  }

  recountScanned(sheet: number): void {
    for (let c = 0; c < this.contests; c++) {
      const course = this.courses.get(sheet * this.contests + c);
      if (course?.state === 'recount') course.recountScanned = true;
    }
  }
}
