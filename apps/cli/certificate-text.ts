import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { fromBase64, toHex } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { Contest, Election, ElectionDefinition } from '../../src/model/election.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import type { GpUnitId, Language, LocalizedText } from '../../src/model/ids.ts';
import type { Outcome } from '../../src/model/outcome-types.ts';
import { outcomeText } from '../../src/publication/pages/outcome-section.ts';
import { pageOf, selectionName } from '../../src/publication/pages/page.ts';
import type { Certificate } from '../../src/record/index.ts';
import type { CertificateFile } from '../papers/certificate-file.ts';
import { plainText, spaced } from '../papers/paper-frame.ts';

/* What a certificate says, in lines: by its codes alone, or by the names of the definition that they belong to. */

export type NamedCertificate = {
  readonly definition: ElectionDefinition;
  readonly contest: Contest;
  /** From the widest area down. */
  readonly area: readonly string[];
  /** How many stations of the area vote in the contest, as the definition says. */
  readonly stations: number;
};

export type NotOfDefinition = {
  readonly kind: 'other-election' | 'other-options' | 'unknown-area' | 'unknown-contest';
  readonly detail: string;
};

/** Finds what the codes of a certificate stand for. */
export function nameCertificate(
  { election, contest: asked, certificate }: CertificateFile,
  definition: ElectionDefinition,
): Result<NamedCertificate, NotOfDefinition> {
  const { id, contests } = definition.election;
  if (id !== election) return err({ kind: 'other-election', detail: id });
  const contest = contests.find((one) => one.id === asked);
  if (contest === undefined) return err({ kind: 'unknown-contest', detail: asked });
  const { votes, others } = certificate.figures;
  if (votes.length !== contest.selections.length || others.length !== contest.others.length) {
    return err({ kind: 'other-options', detail: asked });
  }
  const geography = layOutGeography(definition);
  const { units, parent, unitIndex, placeOf, contestIndex, votesIn } = geography;
  const unit = unitIndex.get(certificate.area as GpUnitId);
  if (unit === undefined) return err({ kind: 'unknown-area', detail: certificate.area });
  const upFrom = (from: number) => {
    const way: number[] = [];
    for (let at = from; at >= 0; at = parent[at] ?? -1) way.push(at);
    return way;
  };
  const area = upFrom(unit).flatMap((at) => units[at]?.name || []);
  const voting = votesIn[contestIndex.get(contest.id) ?? -1] ?? [];
  const stations = placeOf.filter((place, station) => voting[station] === true && upFrom(place).includes(unit));
  return ok({ definition, contest, area: area.toReversed(), stations: stations.length });
}

/** The lines, with the fingerprints that stand on the printed act and on the screen of the desk. `named` null: codes alone. */
export function certificateText(file: CertificateFile, named: NamedCertificate | null): readonly string[] {
  const { certificate, message } = file;
  const { size, root, partial, papers, offices } = certificate;
  return [
    ...(named === null ? codesText(file) : namesText(certificate, named)),
    sheetsText(certificate),
    ...(named === null || certificate.figures.expected === named.stations ? [] : [unexpectedText(certificate, named)]),
    ...(partial === null ? [] : [`PARTIAL: ${partial.es} / ${partial.en}`]),
    `Record: ${size} events, root ${hexOf(root)}; ${offices.length} offices`,
    ...offices.map(([id, taken]) => `  office ${officeName(named, id)}: ${taken} events`),
    `Fingerprint of the data, as on the printed act: ${hexOf(papers.data)}`,
    `Fingerprint of what is signed, as at the desk: ${spaced(toHex(nodeCrypto.sha256(message)))}`,
  ];
}

function codesText({ election, contest, certificate }: CertificateFile): string[] {
  const { area, figures, seats, outcome } = certificate;
  return [
    `Election ${election}, contest ${contest}, area ${area}`,
    `Votes: ${figures.votes.join(', ')}; others ${figures.others.join(', ')}; valid ${figures.valid}, cast ${figures.cast}`,
    ...(seats === null ? [] : [`Seats: ${seats.map(([id, n]) => `${id} ${n}`).join(', ')}`]),
    `Outcome: ${outcome}`,
  ];
}

function namesText(certificate: Certificate, { definition, contest, area }: NamedCertificate): string[] {
  const { election } = definition;
  const { figures, seats } = certificate;
  const seatsOf = (id: string) => {
    const won = seats?.find(([one]) => one === id)?.[1];
    return seats === null ? '' : `, seats ${won ?? 0}`;
  };
  const named = figures.votes.reduce((sum, votes) => sum + votes, 0);
  const { registered } = figures;
  return [
    `Election: ${both(election.name)} (${election.id}), ${election.date}`,
    `Contest: ${both(contest.name)} (${contest.id})`,
    `Area: ${area.length === 0 ? 'the whole election' : area.join(' / ')} (${certificate.area})`,
    'Votes:',
    ...contest.selections.map((selection, i) => {
      const party = selection.name !== '' && selection.party !== '' ? `, ${selection.party}` : '';
      return `  ${selectionName(selection)}${party} (${selection.id}): ${figures.votes[i] ?? 0}${seatsOf(selection.id)}`;
    }),
    ...(figures.valid > named ? [`  valid, for nobody named: ${figures.valid - named}`] : []),
    `  valid: ${figures.valid}`,
    ...contest.others.map((other, i) => `  ${other}: ${figures.others[i] ?? 0}`),
    `  cast: ${figures.cast}; registered: ${registered ?? 'not known'}`,
    ...outcomeLines(certificate, election, contest),
  ];
}

/** In both languages, as the printed act says it. Of an assembly the seats are the outcome. */
function outcomeLines({ seats, outcome }: Certificate, election: Election, contest: Contest): string[] {
  if (seats !== null) return [];
  return [
    ...(['es', 'en'] as const).map(
      (language) => `Outcome (${language}): ${outcomeSaid(language, outcome, election, contest)}`,
    ),
    `Outcome, as it is signed: ${outcome}`,
  ];
}

/** The file is a stranger's: what is no outcome has no words. */
function outcomeSaid(language: Language, outcome: string, election: Election, contest: Contest): string {
  try {
    const said = outcomeText(pageOf(language, election, 'site'), contest, 'official', JSON.parse(outcome) as Outcome);
    return plainText(said).replaceAll('\n', ' ');
  } catch {
    return 'NOT an outcome that can be put in words';
  }
}

function sheetsText({ figures }: Certificate): string {
  const { expected, counted, annulled, notInstalled, lost, open } = figures;
  return `Sheets: ${expected} expected, ${counted} counted, ${annulled} annulled, ${notInstalled} not installed, ${lost} lost, ${open} open`;
}

/** An amendment may have changed it, and so it is for the reader to know. */
function unexpectedText({ figures }: Certificate, { stations }: NamedCertificate): string {
  return `NOTE: the definition has ${stations} stations that vote in this contest there, the certificate expects ${figures.expected}. If it is an office's, give --office ID; if an amendment changed that, the public page says so.`;
}

function officeName(named: NamedCertificate | null, id: string): string {
  const name = named?.definition.election.canvass?.offices.find((office) => office.id === id)?.name;
  return name === undefined ? id : `${both(name)} (${id})`;
}

function both({ es, en }: LocalizedText): string {
  return es === en ? es : `${es} / ${en}`;
}

function hexOf(base64: string): string {
  const bytes = fromBase64(base64);
  return bytes.ok ? spaced(toHex(bytes.value)) : base64;
}
