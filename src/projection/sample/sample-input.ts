import type { ProjectionInput } from '../projection-input.ts';

/**
 * The drawn stations as an election of their own, in the geography of the whole: what the model says of it stands for the
 * sheets of the sample that have not come in. Only for designs in which every station weighs alike.
 */
export function inputOfSample(input: ProjectionInput, drawn: Int32Array): ProjectionInput {
  const { stations, sheets, previous } = input;
  const K = input.options.length;
  const floats = (values: Float64Array): Float64Array => Float64Array.from(drawn, (s) => values[s] ?? Number.NaN);
  const bytes = (values: Uint8Array): Uint8Array => Uint8Array.from(drawn, (s) => values[s] ?? 0);
  const votes = new Float64Array(drawn.length * K);
  drawn.forEach((s, i) => {
    votes.set(sheets.votes.subarray(s * K, (s + 1) * K), i * K);
  });
  return {
    ...input,
    stations: {
      ...stations,
      size: drawn.length,
      ids: Array.from(drawn, (s) => stations.ids[s] ?? ''),
      unitOf: Int32Array.from(drawn, (s) => stations.unitOf[s] ?? 0),
      position: floats(stations.position),
      registered: floats(stations.registered),
      setting: bytes(stations.setting),
      covariates: stations.covariates.map((c) => ({ ...c, values: floats(c.values) })),
      expected: bytes(stations.expected),
    },
    sheets: {
      ...sheets,
      isIn: bytes(sheets.isIn),
      votes,
      base: floats(sheets.base),
      arrivedAt: floats(sheets.arrivedAt),
      setAside: bytes(sheets.setAside),
    },
    previous:
      previous === null ? null : { ...previous, areaOf: Int32Array.from(drawn, (s) => previous.areaOf[s] ?? -1) },
  };
}
