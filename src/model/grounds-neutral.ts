import type { ObjectionGround } from './canvass-rules.ts';

const GENERAL = { es: 'Principio general; sin artículo de una ley', en: 'General principle; no article of a law' };

/**
 * Grounds that most electoral laws know under some name, in neutral words and without an article. An election that has a law
 * names its own: these are for rehearsals and for associations that have none.
 */
export const NEUTRAL_GROUNDS: readonly ObjectionGround[] = [
  {
    code: 'arithmetic',
    name: {
      es: 'Las cifras escritas en el acta se contradicen',
      en: 'The figures written on the sheet contradict each other',
    },
    law: GENERAL,
    effects: ['correct', 'recount', 'retype', 'stands'],
    holds: false,
  },
  {
    code: 'copy-differs',
    name: {
      es: 'El original difiere de la copia de quien objeta',
      en: "The original differs from the objecting party's copy",
    },
    law: GENERAL,
    effects: ['correct', 'recount', 'retype', 'stands'],
    holds: false,
  },
  {
    code: 'custody-broken',
    name: {
      es: 'El sobre o su precinto estaba roto, o falta un paso de su custodia',
      en: 'The envelope or its seal was broken, or a step of its custody is missing',
    },
    law: GENERAL,
    effects: ['annul', 'recount', 'repeat', 'stands'],
    holds: false,
  },
  {
    code: 'form-not-official',
    name: { es: 'El papel no es un acta oficial', en: 'The paper is no official tally sheet' },
    law: GENERAL,
    effects: ['annul', 'recount', 'repeat', 'stands'],
    holds: true,
  },
  {
    code: 'more-votes-than-voters',
    name: { es: 'Hay más votos que personas habilitadas', en: 'There are more votes than registered voters' },
    law: GENERAL,
    effects: ['annul', 'correct', 'recount', 'repeat', 'stands'],
    holds: false,
  },
  {
    code: 'other-place-or-time',
    name: {
      es: 'Se votó en otro lugar o a otra hora que los fijados',
      en: 'The vote was held at another place or time than those fixed',
    },
    law: GENERAL,
    effects: ['annul', 'repeat', 'stands'],
    holds: false,
  },
  {
    code: 'unsigned',
    name: { es: 'Faltan las firmas que el acta necesita', en: 'The signatures that the sheet needs are missing' },
    law: GENERAL,
    effects: ['annul', 'recount', 'repeat', 'stands'],
    holds: false,
  },
];
