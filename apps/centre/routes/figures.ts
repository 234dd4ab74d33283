import type { z } from 'zod';
import { instant } from '../../../src/base/instant.ts';
import type { Box } from '../../../src/model/votes.ts';
import { figuresAnswerSchema, figuresSchema } from '../api-schemas.ts';
import type { FiguresMessage } from '../centre-types.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { arrivalTrouble, refuse } from './trouble.ts';

/** Where stations hand in figures: a few hundred bytes, so that they pass where nothing else does. */
export function layFigures(app: DeskApp, { door }: Desk): void {
  app.post(
    '/api/intake/figures',
    {
      config: { access: 'device' },
      schema: {
        body: figuresSchema,
        response: { 200: figuresAnswerSchema, 201: figuresAnswerSchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const announced = await door.announce(messageOf(request.body));
      if (!announced.ok) return refuse(reply, arrivalTrouble(announced.error));
      const { record, fresh, promise } = announced.value;
      return reply.code(fresh ? 201 : 200).send({ kind: 'received', record, fresh, promise });
    },
  );
}

function messageOf({ station, device, sentAt, figures, signature }: z.infer<typeof figuresSchema>): FiguresMessage {
  return {
    ...{ station, device, sentAt: instant(sentAt), signature },
    figures: figures.map(({ contest, boxes, salt }) => ({
      ...{ contest, salt },
      boxes: boxes.map((box): Box => (box === null ? 'empty' : (box as Box))),
    })),
  };
}
