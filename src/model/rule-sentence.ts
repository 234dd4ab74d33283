import { unreachable } from '../base/assert.ts';
import { decimalOf, type Fraction, formatFraction, fraction } from '../base/fraction.ts';
import type { Language, SelectionId } from './ids.ts';
import type { Quorum, Rule, ShareBase, WinCondition } from './rule.ts';
import { MORE_THAN_HALF } from './shares.ts';

/**
 * A rule as one plain sentence. Thresholds are written exactly: in percent where that has an end, else as the fraction.
 * `nameOf` gives the words for a selection (the "yes" of a referendum).
 */
export function ruleSentence(rule: Rule, language: Language, nameOf: (id: SelectionId) => string): string {
  return language === 'es' ? spanish(rule, nameOf) : english(rule, nameOf);
}

/** A fraction in percent, exact, with the decimal sign of the language; null where the decimals have no end. */
export function exactPercent(f: Fraction, language: Language): string | null {
  const percent = fraction(f.num * 100n, f.den);
  const digits = decimalsOf(percent);
  if (digits === null) return null;
  const text = decimalOf(percent, digits);
  return language === 'es' ? text.replace('.', ',') : text;
}

/** How many decimals write a fraction exactly; null where they have no end. */
function decimalsOf(f: Fraction): number | null {
  // Each decimal takes up a two and a five of the denominator, which has fewer of them than binary digits.
  const most = f.den.toString(2).length;
  for (let digits = 0; digits <= most; digits++) {
    if ((f.num * 10n ** BigInt(digits)) % f.den === 0n) return digits;
  }
  return null;
}

function english(rule: Rule, nameOf: (id: SelectionId) => string): string {
  switch (rule.kind) {
    case 'plurality':
      return 'Whoever has most votes wins.';
    case 'majority':
      return `Wins with ${englishWays(MORE_THAN_HALF, rule.base)}; otherwise nobody does.`;
    case 'two-round':
      return `Wins outright with ${englishWays(rule.outright, rule.base)}; otherwise the two with most votes go to a second round.`;
    case 'runoff':
      return 'Of the two, whoever has most votes wins.';
    case 'referendum': {
      const quorum = rule.quorum === null ? '' : englishQuorum(rule.quorum);
      return `Approved if “${nameOf(rule.yes)}” has ${englishWays([rule.approve], rule.base)}${quorum}.`;
    }
    default:
      return unreachable(rule);
  }
}

function englishWays(ways: readonly WinCondition[], base: ShareBase): string {
  const votes = base === 'valid' ? 'of the valid votes' : 'of all ballots (blank and null included)';
  return ways.map((way) => englishWay(way, votes)).join(', or with ');
}

function englishWay(way: WinCondition, votes: string): string {
  const shares = [
    ...(way.shareOver ? [`more than ${share(way.shareOver, 'en')}`] : []),
    ...(way.shareAtLeast ? [`at least ${share(way.shareAtLeast, 'en')}`] : []),
  ];
  const parts = shares.length === 0 ? [] : [`${shares.join(' and ')} ${votes}`];
  if (way.leadAtLeast) {
    const points = exactPercent(way.leadAtLeast, 'en');
    const unit = points === '1' ? 'point' : 'points';
    const lead = points === null ? `${formatFraction(way.leadAtLeast)} ${votes}` : `${points} ${unit}`;
    const whole = points !== null && shares.length === 0 ? ` ${votes}` : '';
    parts.push(`a lead of at least ${lead}${whole} over the next`);
  }
  return parts.join(' and ');
}

function englishQuorum(quorum: Quorum): string {
  const { threshold } = quorum;
  const part =
    'over' in threshold ? `more than ${share(threshold.over, 'en')}` : `at least ${share(threshold.atLeast, 'en')}`;
  return ` and ${part} of the registered voters ${quorum.of === 'turnout' ? 'take part' : 'vote for it'}`;
}

function spanish(rule: Rule, nameOf: (id: SelectionId) => string): string {
  switch (rule.kind) {
    case 'plurality':
      return 'Gana quien tenga más votos.';
    case 'majority':
      return `Gana quien obtenga ${spanishWays(MORE_THAN_HALF, rule.base)}; de lo contrario no gana nadie.`;
    case 'two-round':
      return `Gana en primera vuelta quien obtenga ${spanishWays(rule.outright, rule.base)}; de lo contrario, los dos con más votos van a una segunda vuelta.`;
    case 'runoff':
      return 'De los dos, gana quien tenga más votos.';
    case 'referendum': {
      const quorum = rule.quorum === null ? '' : spanishQuorum(rule.quorum);
      return `Se aprueba si «${nameOf(rule.yes)}» obtiene ${spanishWays([rule.approve], rule.base)}${quorum}.`;
    }
    default:
      return unreachable(rule);
  }
}

function spanishWays(ways: readonly WinCondition[], base: ShareBase): string {
  const votes = base === 'valid' ? 'de los votos válidos' : 'de todos los votos emitidos (incluidos blancos y nulos)';
  return ways.map((way) => spanishWay(way, votes)).join(', o bien ');
}

function spanishWay(way: WinCondition, votes: string): string {
  const shares = [
    ...(way.shareOver ? [spanishOver(way.shareOver)] : []),
    ...(way.shareAtLeast ? [spanishAtLeast(way.shareAtLeast)] : []),
  ];
  const parts = shares.length === 0 ? [] : [`${shares.join(' y ')} ${votes}`];
  if (way.leadAtLeast) {
    const points = exactPercent(way.leadAtLeast, 'es');
    const unit = points === '1' ? 'punto' : 'puntos';
    const lead = points === null ? `${formatFraction(way.leadAtLeast)} ${votes}` : `${points} ${unit}`;
    const whole = points !== null && shares.length === 0 ? ` ${votes}` : '';
    parts.push(`una ventaja de al menos ${lead}${whole} sobre el siguiente`);
  }
  return parts.join(' y ');
}

function spanishQuorum(quorum: Quorum): string {
  const { threshold } = quorum;
  const part = 'over' in threshold ? spanishOver(threshold.over) : spanishAtLeast(threshold.atLeast);
  return ` y ${quorum.of === 'turnout' ? 'participa' : 'vota a favor'} ${part} de los inscritos`;
}

/** "más del 50 %", but "más de 1/3": a percentage takes the article. */
function spanishOver(f: Fraction): string {
  return exactPercent(f, 'es') === null ? `más de ${share(f, 'es')}` : `más del ${share(f, 'es')}`;
}

function spanishAtLeast(f: Fraction): string {
  return exactPercent(f, 'es') === null ? `al menos ${share(f, 'es')}` : `al menos el ${share(f, 'es')}`;
}

function share(f: Fraction, language: Language): string {
  const percent = exactPercent(f, language);
  return percent === null ? formatFraction(f) : `${percent} %`;
}
