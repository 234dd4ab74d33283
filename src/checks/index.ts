// The register of consistency rules over one tally sheet, and over the sheets of a place: docs/spec/checks.md.
export { appliesTo, type CheckNeed, type CheckRule, type FindingNumbers } from './check-rule.ts';
export { type PlaceSheet, type PlaceToCheck, placeFindings, placeWarnings } from './place-warnings.ts';
export { checkTexts, REGISTER } from './register.ts';
export {
  type CheckDesk,
  describeFinding,
  type Finding,
  observingCodes,
  type SheetToCheck,
  sheetChecks,
} from './sheet-checks.ts';
