import type { Language } from '../../model/ids.ts';

export type MethodSection = {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Formulae in symbols, each with its reading in words in a paragraph before it. */
  readonly formulae?: readonly string[];
  readonly list?: readonly string[];
};

/** How estimates are calculated, in words and symbols. */
export type MethodTexts = {
  readonly title: string;
  readonly intro: string;
  readonly sections: readonly MethodSection[];
  readonly parametersTitle: string;
  readonly parametersText: string;
  /** By name; a test asks for all of them. */
  readonly parameters: Readonly<Record<string, string>>;
};

const ES: MethodTexts = {
  title: 'Cómo se calcula la estimación',
  intro:
    'La estimación dice qué tan lejos puede quedar el total final de lo contado hasta ahora. No es una encuesta, no usa opiniones y no decide nada: el resultado lo da el conteo oficial.',
  sections: [
    {
      id: 'what',
      title: 'Qué se estima',
      paragraphs: [
        'El total oficial de todas las actas esperadas, aunque las actas contadas sean las preliminares. Un pequeño término deja lugar a las correcciones que todavía se hagan.',
        'Cada respuesta es un conjunto de finales calculados: maneras en que podrían completarse las actas que faltan. De ellos salen los intervalos (del 2,5 % al 97,5 % de los finales es el intervalo del 95 %), el punto medio y, si la definición lo permite, la probabilidad de cada desenlace. La regla electoral se aplica en cada final a votos enteros.',
      ],
    },
    {
      id: 'input',
      title: 'Qué entra y qué nunca entra',
      paragraphs: ['Entra lo que cualquiera ve en ese momento y lo que se sabía antes del conteo:'],
      list: [
        'las actas contadas y publicadas, con sus votos, y el momento en que llegaron;',
        'todas las mesas esperadas con su lugar, su número en el recinto, sus inscritos y su ámbito;',
        'si se dan: datos del lugar conocidos de antes y la elección anterior por mesa, recinto o área.',
        'Nunca entra: ninguna cifra de un acta que todavía no es pública, ninguna encuesta, ninguna opinión, ninguna cifra tecleada a mano por quien publica.',
      ],
    },
    {
      id: 'model',
      title: 'El modelo',
      paragraphs: [
        'Los votos de una mesa se toman en una cadena de divisiones en dos: cuántos inscritos votan, cómo se reparten las dos opciones con más votos, qué parte queda para las demás, y así con cada una. En cada división j, de n votos de la mesa i, y caen de un lado:',
        'El logit de esa parte es la suma de los efectos de los lugares que contienen la mesa (de lo más ancho a lo más angosto: el árbol de la geografía), de lo que se sabe de ella y, según la variante, de la tendencia de la llegada y de la elección anterior:',
        'Un lugar del que no hay actas hereda lo de su municipio, este lo de su provincia, y así; cuánto se aparta un lugar del que lo contiene se aprende de los lugares ya contados. El ajuste es exacto en el árbol y se repite linealizando de nuevo la verosimilitud binomial, porque con mesas muy desparejas un solo paso sesga la ventaja.',
      ],
      formulae: [
        'y(i,j) ~ Binomial( n(i,j), p(i,j) )',
        'logit p(i,j) = x(raíz) + Σ e(nivel) + z(i)·β + t(i)·γ + a(i)·δ + ε(i)',
        'e(nivel) ~ Normal(0, τ²(nivel))      ε(i) ~ Normal(0, τ²(mesa))',
      ],
    },
    {
      id: 'late',
      title: 'Lo que llega tarde no es como lo que llegó temprano',
      paragraphs: [
        'Las actas no llegan al azar. Una tendencia aprendida solo de las actas ya contadas se prolonga a las que faltan, pero no más allá de lo que se observó.',
        'Además, a todas las actas que faltan se les suma una sacudida común que ningún modelo puede ver, con colas anchas; su tamaño sale de cuánto erraron, esta misma noche, los pronósticos hechos con las primeras actas sobre las que llegaron después:',
        'Las variantes del modelo (con y sin tendencia, con y sin elección anterior) se pesan por ese mismo error: no se elige una, se promedian, y su desacuerdo ensancha el intervalo.',
      ],
      formulae: ['logit p(falta) + s,   s = escala · t(grados)', 'peso(v) ∝ 1 / error(v)²ᵏ'],
    },
    {
      id: 'silence',
      title: 'Cuándo calla',
      paragraphs: [
        'Una negativa no es un error del programa. Calla si no se sabe de qué lugares vienen las actas, si son muy pocas, si demasiados inscritos están en recintos sin ninguna acta («padrón en silencio») o si el intervalo sería tan ancho que no diría nada.',
        '«Demasiado reñido para decir» tampoco es una falla: significa que ningún desenlace alcanza 95 de cada 100 finales calculados.',
      ],
    },
    {
      id: 'errors',
      title: 'Cómo le fue en elecciones ya terminadas',
      paragraphs: [
        'El programa se prueba en noches cuyo final se conoce, viendo solo lo que entonces se veía. La documentación que lo acompaña tiene las tablas completas, con cada intervalo que no contuvo lo que salió (docs/projection/backtests.md) y la orden para repetirlas. Una elección con la que se fijaron las constantes está marcada «in sample»: no es una prueba.',
        'Lo que dijo en esta elección está entero en la página de la estimación, junto a lo que salió.',
      ],
    },
    {
      id: 'cannot',
      title: 'Lo que no puede decir',
      paragraphs: [],
      list: [
        'No dice si hubo irregularidades, ni si no las hubo: toma las actas como son.',
        'No sabe de un grupo que vota distinto y del que todavía no llegó nada, más allá de la sacudida común.',
        'Un intervalo del 95 % falla, si todo está bien, una de cada veinte veces. Una noche es un solo caso, por más veces que se calcule.',
        'No prevé anulaciones, repeticiones ni fallos de autoridad.',
        'Los intervalos de cada opción no son independientes: no se suman.',
      ],
    },
    {
      id: 'proof',
      title: 'Qué se puede comprobar',
      paragraphs: [
        'Cada estimación es un acto del registro público: qué dijo, con qué estado, semilla, versión y constantes. No se puede borrar ni cambiar. Quien verifica el registro comprueba eso y que la definición la permite; no la vuelve a calcular, porque es aritmética con decimales y azar. Con la orden de la página de la estimación cualquiera la calcula otra vez y compara.',
      ],
    },
  ],
  parametersTitle: 'Las constantes y su razón',
  parametersText:
    'Ninguna es de un país. Las que se fijaron probando están en una tabla de la documentación con el valor que darían al dejar fuera cada elección.',
  parameters: {
    tailSd: 'cuánto puede apartarse la parte de cada opción pequeña dentro de las pequeñas',
    ownCoordinateFrom: 'desde qué porcentaje una opción tiene división propia',
    mostCoordinates: 'cuántas divisiones propias hay como máximo: cada una cuesta tiempo',
    coldSteps: 'pasos del ajuste cuando se empieza de cero',
    warmSteps: 'pasos cuando se empieza de un ajuste anterior',
    updateSteps: 'pasos cuando solo entraron unas actas más',
    updateLeast: 'hasta qué peso una actualización deja de lado una variante',
    updateNew: 'con cuántas actas nuevas una actualización necesita más de un paso',
    tauFreedom: 'cuánto pesa lo supuesto de antes sobre la variación entre lugares',
    tauPrior: 'variación entre lugares que se supone antes de ver nada',
    slopeSd:
      'qué tan grande puede ser un efecto antes de ver nada: de datos fijos, de la tendencia, de la elección anterior',
    trendReach: 'hasta dónde se prolonga una tendencia más allá de lo visto',
    origins: 'desde qué partes de las actas contadas se hacen los pronósticos anteriores',
    weightPower: 'cuánto prefiere a la variante que menos erró',
    weightFloor: 'errores menores que este no distinguen variantes',
    shockFreedom: 'cuán anchas son las colas de la sacudida común',
    shockPrior: 'tamaño de la sacudida antes de ver nada: ventaja, otras divisiones, participación',
    areaShock: 'sacudida de cada área, como parte de la común',
    shockReach: 'cuánto crece un error con lo lejos que está lo que se pronostica',
    shockEarly: 'cuánto mayor es la sacudida con muy poco contado',
    shockEarlyFor: 'hasta qué parte del padrón contado dura eso',
    shockThin: 'con menos padrón por contar que esto la sacudida disminuye',
    setAsideShock: 'sacudida de las actas que la autoridad apartó',
    correction: 'lo que todavía pueden mover las correcciones de actas, por la raíz del número de actas',
    wrongBox: 'lo que mueve una cifra en la casilla equivocada, también a una opción pequeña',
    silentMost: 'padrón en silencio desde el que calla',
    silentMostBare: 'lo mismo, sin elección anterior ni datos del lugar',
    widestLead: 'ancho del intervalo del 80 % de la ventaja desde el que calla',
    speakBelow: 'con menos padrón en silencio que esto no calla',
    fewestSheets: 'actas con las que empieza a hablar',
    slopeDraws: 'de cuántos sorteos de los efectos se parte',
  },
};

const EN: MethodTexts = {
  title: 'How the estimate is calculated',
  intro:
    'The estimate says how far the final total may lie from what is counted so far. It is no poll, it uses no opinions and it decides nothing: the result comes from the official count.',
  sections: [
    {
      id: 'what',
      title: 'What is estimated',
      paragraphs: [
        'The official total of all expected sheets, also when the sheets counted are the preliminary ones. A small term leaves room for corrections still to come.',
        'Each answer is a set of calculated endings: ways in which the missing sheets could complete the count. From them come the intervals (from 2.5 % to 97.5 % of the endings is the 95 % interval), the middle and, where the definition lets it be told, the probability of each outcome. The rule of the election is applied to whole votes in every ending.',
      ],
    },
    {
      id: 'input',
      title: 'What goes in, and what never does',
      paragraphs: ['In goes what anybody can see at that moment, and what was known before the count:'],
      list: [
        'the sheets counted and published, with their votes, and when they came in;',
        'all expected stations with their place, their number in the building, their registered voters and their setting;',
        'where they are given: facts of the place known before, and the previous election by table, place or area.',
        'Never in: any figure of a sheet that is not public yet, any poll, any opinion, any figure typed by whoever publishes.',
      ],
    },
    {
      id: 'model',
      title: 'The model',
      paragraphs: [
        'The votes of a station are taken as a chain of splits in two: how many of the registered vote, how the two options with most votes share theirs, which part is left for the others, and so on with each of these. In each split j, of n votes of station i, y fall on one side:',
        'The logit of that part is the sum of the effects of the places that hold the station (from the widest to the narrowest: the tree of the geography), of what is known of it and, by variant, of the trend of arrival and of the previous election:',
        'A place without sheets takes after its municipality, that after its province, and so on; how far a place departs from what holds it is learnt from the places counted already. The fit is exact on the tree and is repeated with the binomial likelihood linearised anew, because with lopsided stations a single step biases the lead.',
      ],
      formulae: [
        'y(i,j) ~ Binomial( n(i,j), p(i,j) )',
        'logit p(i,j) = x(root) + Σ e(level) + z(i)·β + t(i)·γ + a(i)·δ + ε(i)',
        'e(level) ~ Normal(0, τ²(level))      ε(i) ~ Normal(0, τ²(station))',
      ],
    },
    {
      id: 'late',
      title: 'What comes late is not like what came early',
      paragraphs: [
        'Sheets do not come at random. A trend that is learnt from the sheets counted already, and only from them, is carried on to the missing ones, but not beyond what was seen.',
        'Besides, all missing sheets share a shock that no model can see, with wide tails; its size comes from how far off the forecasts were, this same night, that the first sheets gave of those that came later:',
        'The variants of the model (with and without the trend, with and without the previous election) are weighed by the same error: none is picked, they are averaged, and their disagreement widens the interval.',
      ],
      formulae: ['logit p(missing) + s,   s = scale · t(freedom)', 'weight(v) ∝ 1 / error(v)²ᵏ'],
    },
    {
      id: 'silence',
      title: 'When it is silent',
      paragraphs: [
        'A refusal is no fault of the program. It is silent where it is not known which places the sheets come from, where they are very few, where too many registered voters are in places without any sheet ("silent roll"), or where the interval would be so wide that it says nothing.',
        '"Too close to call" is no failure either: it means that no outcome reaches 95 of every 100 calculated endings.',
      ],
    },
    {
      id: 'errors',
      title: 'How it did on elections that are over',
      paragraphs: [
        'The program is tried on nights whose end is known, with nothing but what could be seen then. The documentation that comes with it has the whole tables, with every interval that did not hold what came (docs/projection/backtests.md) and the command to repeat them. An election that constants were set on is marked "in sample": it is no test.',
        'What it said of this election stands in full on the page of the estimate, beside what came.',
      ],
    },
    {
      id: 'cannot',
      title: 'What it cannot say',
      paragraphs: [],
      list: [
        'It does not say whether there were irregularities, nor that there were none: it takes the sheets as they are.',
        'It does not know of a group that votes otherwise and of which nothing has come yet, beyond the shared shock.',
        'A 95 % interval misses, if all is well, one time in twenty. One night is one case, however often it is calculated.',
        'It does not foresee annulments, repeated votes or decisions of an authority.',
        'The intervals of the options are not independent: they do not add up.',
      ],
    },
    {
      id: 'proof',
      title: 'What can be checked',
      paragraphs: [
        'Each estimate is an act of the public record: what it said, from which state, seed, version and constants. It can be neither deleted nor changed. Whoever verifies the record checks that, and that the definition allows it; the estimate is not calculated anew, because it is arithmetic with decimals and chance. With the command on the page of the estimate anybody can calculate it again and compare.',
      ],
    },
  ],
  parametersTitle: 'The constants and their reasons',
  parametersText:
    'None belongs to a country. Those that were set by trying are in a table of the documentation with the value that they would have with each election left out.',
  parameters: {
    tailSd: 'how far the share of each small option among the small ones may move',
    ownCoordinateFrom: 'from which share on an option has a split of its own',
    mostCoordinates: 'how many splits of their own there are at most: each costs time',
    coldSteps: 'steps of the fit from nothing',
    warmSteps: 'steps from an earlier fit',
    updateSteps: 'steps when only some more sheets came in',
    updateLeast: 'up to which weight an update leaves a variant out',
    updateNew: 'with how many new sheets an update needs more than one step',
    tauFreedom: 'how much is given to what was assumed before of the variation between places',
    tauPrior: 'variation between places that is assumed before anything is seen',
    slopeSd:
      'how large an effect may be before anything is seen: of fixed facts, of the trend, of the previous election',
    trendReach: 'how far a trend is carried beyond what was seen',
    origins: 'from which parts of the sheets counted the earlier forecasts are made',
    weightPower: 'how much the variant that was least off is preferred',
    weightFloor: 'errors below this do not tell variants apart',
    shockFreedom: 'how wide the tails of the shared shock are',
    shockPrior: 'size of the shock before anything is seen: lead, other splits, turnout',
    areaShock: 'shock of each area, as a part of the shared one',
    shockReach: 'how much an error grows with how far away is what is forecast',
    shockEarly: 'how much larger the shock is with very little counted',
    shockEarlyFor: 'up to which part of the roll counted that lasts',
    shockThin: 'with less of the roll missing than this the shock shrinks',
    setAsideShock: 'shock of sheets that the authority set aside',
    correction: 'what corrections of sheets may still move, by the root of the number of sheets',
    wrongBox: 'what a figure in the wrong box moves, of a small option too',
    silentMost: 'silent roll from which on it is silent',
    silentMostBare: 'the same without a previous election and without facts of the place',
    widestLead: 'width of the 80 % interval of the lead from which on it is silent',
    speakBelow: 'with less silent roll than this it is not silent',
    fewestSheets: 'sheets with which it begins to speak',
    slopeDraws: 'how many draws of the effects it starts from',
  },
};

export function methodTextsOf(language: Language): MethodTexts {
  return language === 'es' ? ES : EN;
}
