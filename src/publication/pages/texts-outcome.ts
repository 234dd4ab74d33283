import type { CountKind } from '../../model/ids.ts';
import type { ContestResult, FinalResult, ThresholdDistance } from '../../model/outcome-types.ts';
import type { ShareBase } from '../../model/rule.ts';

/** Kinds of result as the catalogues key them: a tie has two wordings, and so has winning where a second round may follow. */
export type ResultKey =
  | Exclude<ContestResult['kind'], 'tie'>
  | 'most-votes'
  | 'won-outright'
  | 'tie-winner'
  | 'tie-most-votes'
  | 'tie-second-place';
/** A threshold in percent where that has an end, else as a fraction. */
type Threshold = { readonly percent: string; readonly fraction: string };
/** While sheets are out, and of a complete count. */
type Distance = { readonly holds: string; readonly fails: string; readonly held: string; readonly failed: string };

/** What the pages say of a rule and of what it leads to. */
export type OutcomeTexts = {
  readonly outcome: {
    readonly title: string;
    readonly open: string;
    readonly openPossible: string;
    readonly openWins: string;
    readonly openWinsOutright: string;
    readonly openMostVotes: string;
    readonly openPairs: string;
    readonly openIn: string;
    readonly settled: string;
    readonly complete: Readonly<Record<CountKind, string>>;
    readonly distances: string;
    readonly note: string;
    readonly noteComplete: string;
    /** Of a referendum, whose sentences say of whom or what they speak. */
    readonly noteReferendum: string;
  };
  readonly results: {
    /** Without condition: only for complete counts. */
    readonly is: Readonly<Record<ResultKey, string>>;
    readonly would: Readonly<Record<ResultKey, string>>;
    readonly could: Readonly<Record<FinalResult['kind'] | 'most-votes' | 'won-outright', string>>;
  };
  readonly bases: Readonly<Record<ShareBase, string>>;
  readonly thresholds: {
    readonly over: Threshold;
    readonly atLeast: Threshold;
    readonly lead: Threshold;
    readonly quorumOver: Threshold;
    readonly quorumAtLeast: Threshold;
    /** The threshold and whose votes are held against it. */
    readonly forOption: string;
    readonly ofBallots: string;
    readonly ofOption: string;
  };
  readonly distances: Readonly<
    Record<'share' | Extract<ThresholdDistance['part'], 'leadAtLeast' | 'quorum'>, Distance>
  >;
};

export const OUTCOME_ES: OutcomeTexts = {
  outcome: {
    title: 'La regla y el desenlace',
    open: 'Abierto.',
    openPossible: 'Con lo que falta, todavía es posible:',
    openWins: 'que gane cualquiera de estas opciones: {names}',
    openWinsOutright: 'que gane en primera vuelta cualquiera de estas opciones: {names}',
    openMostVotes: 'que cualquiera de estas opciones tenga más votos que las demás: {names}',
    openPairs: 'una segunda vuelta entre dos opciones: {n} parejas posibles',
    openIn: 'Si solo contaran las actas que ya entraron, {result}.',
    settled:
      'Decidido por aritmética, aunque el cómputo no está completo: contengan lo que contengan las actas que faltan, {result}.',
    complete: {
      preliminary: 'Conteo completo, preliminar y no vinculante: {result}.',
      official: 'Cómputo completo: {result}.',
    },
    distances: 'A qué distancia está cada umbral',
    note: 'Para quien va delante, con los votos que ya entraron y sin cambiar su total.',
    noteComplete: 'Para quien terminó delante, sin cambiar el total de votos.',
    noteReferendum: 'Con los votos que ya entraron, sin cambiar aquello de lo que se toma cada parte.',
  },
  results: {
    is: {
      won: '{a} ganó',
      'won-outright': '{a} ganó en primera vuelta',
      'most-votes': '{a} tuvo más votos que las demás; los escaños se reparten según los votos',
      'second-round': 'hay segunda vuelta entre {a} y {b}',
      'no-majority': 'nadie alcanzó lo que la regla pide',
      approved: 'quedó aprobado',
      rejected: 'quedó rechazado',
      'quorum-not-reached': 'no se alcanzó el cuórum',
      'tie-winner': 'empate en el primer lugar entre {names}; lo resuelve la ley o la suerte, no estas cifras',
      'tie-most-votes': 'empatan con más votos que las demás {names}; los escaños se reparten según los votos',
      'tie-second-place':
        'empate por pasar a la segunda vuelta entre {names}; lo resuelve la ley o la suerte, no estas cifras',
      'no-votes': 'no hay ningún voto para ninguna opción',
      'quorum-unknown': 'no se conoce el número de inscritos, y sin él no se sabe si hubo cuórum',
    },
    would: {
      won: 'ganaría {a}',
      'won-outright': 'ganaría {a} en primera vuelta',
      'most-votes': '{a} tendría más votos que las demás',
      'second-round': 'habría segunda vuelta entre {a} y {b}',
      'no-majority': 'nadie alcanzaría lo que la regla pide',
      approved: 'quedaría aprobado',
      rejected: 'quedaría rechazado',
      'quorum-not-reached': 'no se alcanzaría el cuórum',
      'tie-winner': 'habría empate en el primer lugar entre {names}',
      'tie-most-votes': 'empatarían con más votos que las demás {names}',
      'tie-second-place': 'habría empate por pasar a la segunda vuelta entre {names}',
      'no-votes': 'no habría ningún voto para ninguna opción',
      'quorum-unknown': 'no se sabría si hubo cuórum, porque no se conoce el número de inscritos',
    },
    could: {
      won: 'que gane {a}',
      'won-outright': 'que gane en primera vuelta {a}',
      'most-votes': 'que {a} tenga más votos que las demás',
      'second-round': 'una segunda vuelta entre {a} y {b}',
      'no-majority': 'que nadie alcance lo que la regla pide',
      approved: 'que se apruebe',
      rejected: 'que se rechace',
      'quorum-not-reached': 'que no se alcance el cuórum',
    },
  },
  bases: { valid: 'de los votos válidos', all: 'de todos los votos emitidos' },
  thresholds: {
    over: { percent: 'Más del {t} % {base}', fraction: 'Más de {t} {base}' },
    atLeast: { percent: 'Al menos el {t} % {base}', fraction: 'Al menos {t} {base}' },
    lead: {
      percent: 'Ventaja de al menos {t} {t:punto porcentual|puntos porcentuales} {base}',
      fraction: 'Ventaja de al menos {t} {base}',
    },
    quorumOver: {
      percent: 'Cuórum de más del {t} % de las personas inscritas',
      fraction: 'Cuórum de más de {t} de las personas inscritas',
    },
    quorumAtLeast: {
      percent: 'Cuórum del {t} % de las personas inscritas',
      fraction: 'Cuórum de {t} de las personas inscritas',
    },
    forOption: '{threshold} para «{a}»',
    ofBallots: '{threshold}, en votos emitidos',
    ofOption: '{threshold}, en votos por «{a}»',
  },
  distances: {
    share: {
      holds: '{threshold}: ahora se cumple. Dejaría de cumplirse con {votes} {votes:voto|votos} menos.',
      fails: '{threshold}: ahora no se cumple. {votes:Haría|Harían} falta {votes} {votes:voto|votos} más.',
      held: '{threshold}: se cumplió. Con {votes} {votes:voto|votos} menos no se habría cumplido.',
      failed: '{threshold}: no se cumplió. {votes:Faltó|Faltaron} {votes} {votes:voto|votos}.',
    },
    leadAtLeast: {
      holds:
        '{threshold}: ahora se cumple. Para que dejara de cumplirse, la ventaja tendría que bajar en {votes} {votes:voto|votos}.',
      fails: '{threshold}: ahora no se cumple. La ventaja tendría que crecer en {votes} {votes:voto|votos}.',
      held: '{threshold}: se cumplió. Con una ventaja menor en {votes} {votes:voto|votos} no se habría cumplido.',
      failed: '{threshold}: no se cumplió. A la ventaja le {votes:faltó|faltaron} {votes} {votes:voto|votos}.',
    },
    quorum: {
      holds: '{threshold}: ahora se alcanza. Dejaría de alcanzarse con {votes} {votes:voto|votos} menos.',
      fails: '{threshold}: todavía no se alcanza. {votes:Falta|Faltan} {votes} {votes:voto|votos}.',
      held: '{threshold}: se alcanzó. Con {votes} {votes:voto|votos} menos no se habría alcanzado.',
      failed: '{threshold}: no se alcanzó. {votes:Faltó|Faltaron} {votes} {votes:voto|votos}.',
    },
  },
};

export const OUTCOME_EN: OutcomeTexts = {
  outcome: {
    title: 'The rule and the outcome',
    open: 'Open.',
    openPossible: 'With what is out, these are still possible:',
    openWins: 'any of these options winning: {names}',
    openWinsOutright: 'any of these options winning outright: {names}',
    openMostVotes: 'any of these options having the most votes: {names}',
    openPairs: 'a second round between two options: {n} possible pairs',
    openIn: 'If only the sheets that are in counted, {result}.',
    settled:
      'Settled by arithmetic, though the count is not complete: whatever the sheets that are out hold, {result}.',
    complete: {
      preliminary: 'Complete count, preliminary and not binding: {result}.',
      official: 'Complete count: {result}.',
    },
    distances: 'How far each threshold is',
    note: 'For whoever is ahead, with the votes that are in and their total unchanged.',
    noteComplete: 'For whoever finished ahead, with the total of votes unchanged.',
    noteReferendum: 'With the votes that are in, and that of which each part is taken unchanged.',
  },
  results: {
    is: {
      won: '{a} won',
      'won-outright': '{a} won outright',
      'most-votes': '{a} has the most votes; seats are shared out by the votes',
      'second-round': 'there is a second round between {a} and {b}',
      'no-majority': 'nobody reached what the rule asks for',
      approved: 'it was approved',
      rejected: 'it was rejected',
      'quorum-not-reached': 'the quorum was not reached',
      'tie-winner': 'a tie for first place between {names}; law or lot settles it, not these figures',
      'tie-most-votes': '{names} are level, with more votes than the others; seats are shared out by the votes',
      'tie-second-place':
        'a tie for a place in the second round between {names}; law or lot settles it, not these figures',
      'no-votes': 'there is no vote for any option',
      'quorum-unknown': 'the number of registered voters is not known, and without it nor is the quorum',
    },
    would: {
      won: '{a} would win',
      'won-outright': '{a} would win outright',
      'most-votes': '{a} would have the most votes',
      'second-round': 'there would be a second round between {a} and {b}',
      'no-majority': 'nobody would reach what the rule asks for',
      approved: 'it would be approved',
      rejected: 'it would be rejected',
      'quorum-not-reached': 'the quorum would not be reached',
      'tie-winner': 'there would be a tie for first place between {names}',
      'tie-most-votes': '{names} would be level, with more votes than the others',
      'tie-second-place': 'there would be a tie for a place in the second round between {names}',
      'no-votes': 'there would be no vote for any option',
      'quorum-unknown': 'the quorum would not be known, because the number of registered voters is not',
    },
    could: {
      won: '{a} winning',
      'won-outright': '{a} winning outright',
      'most-votes': '{a} having the most votes',
      'second-round': 'a second round between {a} and {b}',
      'no-majority': 'nobody reaching what the rule asks for',
      approved: 'approval',
      rejected: 'rejection',
      'quorum-not-reached': 'the quorum not being reached',
    },
  },
  bases: { valid: 'of the valid votes', all: 'of all votes cast' },
  thresholds: {
    over: { percent: 'More than {t} % {base}', fraction: 'More than {t} {base}' },
    atLeast: { percent: 'At least {t} % {base}', fraction: 'At least {t} {base}' },
    lead: {
      percent: 'A lead of at least {t} percentage {t:point|points} {base}',
      fraction: 'A lead of at least {t} {base}',
    },
    quorumOver: {
      percent: 'Quorum of more than {t} % of the registered voters',
      fraction: 'Quorum of more than {t} of the registered voters',
    },
    quorumAtLeast: {
      percent: 'Quorum of {t} % of the registered voters',
      fraction: 'Quorum of {t} of the registered voters',
    },
    forOption: '{threshold} for “{a}”',
    ofBallots: '{threshold}, in votes cast',
    ofOption: '{threshold}, in votes for “{a}”',
  },
  distances: {
    share: {
      holds: '{threshold}: holds now. It would fail with {votes} {votes:vote|votes} fewer.',
      fails: '{threshold}: does not hold now. It would take {votes} {votes:vote|votes} more.',
      held: '{threshold}: reached. With {votes} {votes:vote|votes} fewer it would not have been.',
      failed: '{threshold}: not reached. {votes} {votes:vote was|votes were} missing.',
    },
    leadAtLeast: {
      holds: '{threshold}: holds now. The lead would have to shrink by {votes} {votes:vote|votes} for it to fail.',
      fails: '{threshold}: does not hold now. The lead would have to grow by {votes} {votes:vote|votes}.',
      held: '{threshold}: reached. With a lead smaller by {votes} {votes:vote|votes} it would not have been.',
      failed: '{threshold}: not reached. The lead was {votes} {votes:vote|votes} short.',
    },
    quorum: {
      holds: '{threshold}: reached now. It would fail with {votes} {votes:vote|votes} fewer.',
      fails: '{threshold}: not yet reached. {votes} {votes:vote is|votes are} missing.',
      held: '{threshold}: reached. With {votes} {votes:vote|votes} fewer it would not have been.',
      failed: '{threshold}: not reached. {votes} {votes:vote was|votes were} missing.',
    },
  },
};
