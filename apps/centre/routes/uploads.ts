import { instant } from '../../../src/base/instant.ts';
import { haveSchema, pieceParamsSchema, pieceQuerySchema, uploadAnswerSchema, uploadSchema } from '../api-schemas.ts';
import type { UploadAnswer } from '../centre-types.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import type { DeskLimits } from './limits.ts';
import { arrivalTrouble, refuse, type Trouble } from './trouble.ts';

export const PIECE_PATH = '/api/intake/uploads/:upload/:page';
const PIECE_TYPE = 'application/octet-stream';
const NO_PIECE: Trouble = { status: 400, code: 'malformed', detail: `A piece of a page comes as ${PIECE_TYPE}.` };

/** Where stations hand in sheets page after page, in pieces, over hours and bad lines. */
export function layUploads(app: DeskApp, { door, limits }: Desk): void {
  app.post(
    '/api/intake/uploads',
    {
      config: { access: 'device' },
      schema: { body: uploadSchema, response: { 200: uploadAnswerSchema, 201: uploadAnswerSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const large = tooLarge(request.body.pages, limits);
      if (large !== null) return refuse(reply, large);
      const begun = await door.begin({ ...request.body, sentAt: instant(request.body.sentAt) });
      if (!begun.ok) return refuse(reply, arrivalTrouble(begun.error));
      const { value } = begun;
      return reply.code(value.kind === 'received' && value.fresh ? 201 : 200).send(answerOf(value));
    },
  );
  // A parser of its own: nowhere else are bytes taken for a body.
  app.register((scope, _, done) => {
    scope.addContentTypeParser(PIECE_TYPE, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    layPieces(scope as unknown as DeskApp, { door, limits });
    done();
  });
}

function layPieces(app: DeskApp, { door, limits }: Pick<Desk, 'door' | 'limits'>): void {
  app.put(
    PIECE_PATH,
    {
      config: { access: 'device' },
      bodyLimit: limits.pieceBytes,
      schema: {
        consumes: [PIECE_TYPE],
        params: pieceParamsSchema,
        querystring: pieceQuerySchema,
        response: { 200: haveSchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { upload, page } = request.params;
      if (!(request.body instanceof Uint8Array)) return refuse(reply, NO_PIECE);
      const put = await door.put(upload, page, request.query.at, new Uint8Array(request.body));
      return put.ok ? { have: put.value } : refuse(reply, arrivalTrouble(put.error));
    },
  );
}

function tooLarge(pages: readonly { readonly bytes: number }[], { pageBytes, sheetBytes }: DeskLimits): Trouble | null {
  const over = pages.findIndex(({ bytes }) => bytes > pageBytes);
  const large = { status: 413, code: 'too-large' };
  if (over >= 0) return { ...large, detail: `A page has at most ${pageBytes} bytes.`, field: `/pages/${over}/bytes` };
  const all = pages.reduce((sum, { bytes }) => sum + bytes, 0);
  return all > sheetBytes
    ? { ...large, detail: `All pages together have at most ${sheetBytes} bytes.`, field: '/pages' }
    : null;
}

function answerOf(answer: UploadAnswer) {
  switch (answer.kind) {
    case 'received': {
      const { kind, station, sheet: record, fresh, promise } = answer;
      return { kind, station, record, fresh, promise };
    }
    case 'wanted':
      return { ...answer, pages: [...answer.pages] };
    case 'unmatched':
      return answer;
  }
}
