import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { nodeCrypto } from '../../../adapters/crypto/node-crypto.ts';
import { present } from '../../../src/base/assert.ts';
import { type Bytes, decodeUtf8, fromBase64, toHex } from '../../../src/base/bytes.ts';
import { err, expectOk } from '../../../src/base/result.ts';
import type { ContestId, GpUnitId } from '../../../src/model/ids.ts';
import { certificateBytes } from '../../../src/record/index.ts';
import {
  type CertificateDraft,
  draftCertificateSchema,
  draftSchema,
  draftsSchema,
  liftRepeatSchema,
  recordedSchema,
  signSchema,
} from '../api-schemas.ts';
import type { Draft } from '../certificate-drafts.ts';
import { type Desk, type DeskApp, nothingSchema, PROBLEMS, personOf } from './desk.ts';
import { ofNewestState } from './of-newest-state.ts';
import { actTrouble, NO_PAPERS, NOT_THERE, papersTrouble, refusalTrouble, refuse } from './trouble.ts';
import { pathOfUnit } from './unit-path.ts';

const SIGNS = ['publisher', 'member'] as const;
const paramsSchema = z.object({ id: z.string().min(1).max(64) });
const paperParamsSchema = paramsSchema.extend({ language: z.enum(['es', 'en']) });
const pdfAnswer = {
  description: 'The act as a PDF',
  content: { 'application/pdf': { schema: z.string().meta({ format: 'binary' }) } },
};

/** From the newest published state to a certificate with enough signatures. A private key never comes here. */
export function layCertificates(app: DeskApp, desk: Desk): void {
  const { drafts } = desk;
  app.get(
    '/api/certificates',
    {
      config: { access: [...SIGNS, 'auditor'], polled: true },
      schema: { response: { 200: draftsSchema, ...PROBLEMS } },
    },
    async () => ({ drafts: drafts.all().map((draft) => viewOf(desk, draft)) }),
  );
  app.post(
    '/api/certificates',
    {
      config: { access: ['publisher'] },
      schema: { body: draftCertificateSchema, response: { 200: draftSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { centre, papers } = desk;
      const { area, partial } = request.body;
      const contest = request.body.contest as ContestId;
      const known = centre.state.geography.contestIndex.has(contest);
      if (!known) return refuse(reply, refusalTrouble({ kind: 'unknown-contest', contest }));
      if (papers === null) return refuse(reply, NO_PAPERS);
      const made = await ofNewestState(async () => {
        const drawn = await papers.certificate(contest, area, partial);
        return drawn.ok ? drawn : err(papersTrouble(drawn.error));
      });
      if (!made.ok) return refuse(reply, made.error);
      return viewOf(desk, drafts.begin(contest, made.value, centre.now()));
    },
  );
  layDraft(app, desk);
  layLiftRepeat(app, desk);
}

function sendPdf(reply: FastifyReply, bytes: Bytes): FastifyReply {
  return reply.code(200).type('application/pdf').send(Buffer.from(bytes));
}

/** What is done with one that was made: looked at, signed, handed in, thrown away. */
function layDraft(app: DeskApp, desk: Desk): void {
  const { centre, drafts, papers } = desk;
  app.get(
    '/api/certificates/:id/:language',
    {
      config: { access: [...SIGNS, 'auditor'] },
      schema: { params: paperParamsSchema, response: { 200: pdfAnswer, ...PROBLEMS } },
    },
    async (request, reply) => {
      const draft = drafts.get(request.params.id);
      const hash = draft?.certificate.papers[request.params.language];
      const bytes = hash === undefined || papers === null ? null : await papers.read(hash);
      if (bytes === null) return refuse(reply, NOT_THERE);
      return sendPdf(reply, bytes);
    },
  );
  app.post(
    '/api/certificates/:id/sign',
    {
      config: { access: SIGNS },
      schema: { params: paramsSchema, body: signSchema, response: { 200: draftSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const draft = drafts.get(request.params.id);
      if (draft === null) return refuse(reply, NOT_THERE);
      const { certifier, signature } = request.body;
      const key = centre.definition.election.canvass?.certifiers.find(({ id }) => id === certifier)?.key;
      if (key === undefined) return refuse(reply, refusalTrouble({ kind: 'unknown-certifier', certifier }));
      if (!isSignedBy(desk, draft, key, signature)) {
        return refuse(reply, refusalTrouble({ kind: 'bad-certifier-signature', certifier }));
      }
      return viewOf(desk, drafts.sign(draft, certifier, signature, centre.now()));
    },
  );
  app.post(
    '/api/certificates/:id/drop',
    {
      config: { access: ['publisher'] },
      schema: { params: paramsSchema, response: { 204: nothingSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      if (drafts.get(request.params.id) === null) return refuse(reply, NOT_THERE);
      drafts.remove(request.params.id);
      return reply.code(204).send();
    },
  );
  layHandIn(app, desk);
}

function layHandIn(app: DeskApp, { centre, drafts }: Desk): void {
  app.post(
    '/api/certificates/:id/record',
    {
      config: { access: ['publisher'] },
      schema: { params: paramsSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const draft = drafts.get(request.params.id);
      if (draft === null) return refuse(reply, NOT_THERE);
      const { contest, certificate, signed, id } = draft;
      const signatures = [...signed]
        .map(([certifier, { signature }]) => [certifier, signature] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1));
      const done = await centre.act({ kind: 'certify', contest, certificate, signatures, by: personOf(request) });
      if (!done.ok) return refuse(reply, actTrouble(done.error));
      drafts.remove(id);
      return { record: done.value.first };
    },
  );
}

/** Repeated votes have an embargo of their own. */
function layLiftRepeat(app: DeskApp, { centre }: Desk): void {
  app.post(
    '/api/embargo/lift-repeat',
    {
      config: { access: ['publisher'] },
      schema: { body: liftRepeatSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { contest, generation } = request.body;
      const act = { kind: 'lift-repeat', contest: contest as ContestId, generation } as const;
      const done = await centre.act({ ...act, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
}

function messageOf({ centre }: Desk, { contest, certificate }: Draft) {
  return certificateBytes({ election: centre.definition.election.id, contest }, certificate);
}

function isSignedBy(desk: Desk, draft: Draft, key: string, signature: string): boolean {
  const [publicKey, signed] = [fromBase64(key), fromBase64(signature)];
  return publicKey.ok && signed.ok && nodeCrypto.verifyEd25519(publicKey.value, messageOf(desk, draft), signed.value);
}

function viewOf(desk: Desk, draft: Draft): CertificateDraft {
  const { id, contest, certificate, at, signed } = draft;
  const { canvass, state } = desk.centre;
  const { area, papers, size } = certificate;
  const unit = present(state.geography.unitIndex.get(area as GpUnitId), 'the area of a certificate of ours');
  const message = messageOf(desk, draft);
  return {
    ...{ id, contest, area, at, papers: { ...papers }, size },
    areaName: pathOfUnit(state.geography, unit).join(' · '),
    outdated: canvass.lastOfficial >= size,
    papersFingerprint: toHex(expectOk(fromBase64(papers.data), 'a hash of ours')),
    message: expectOk(decodeUtf8(message), 'a message of ours'),
    fingerprint: toHex(nodeCrypto.sha256(message)),
    required: present(desk.centre.definition.election.canvass, 'the rules of the canvass').required,
    signed: [...signed].map(([certifier, { at: signedAt }]) => ({ certifier, at: signedAt })),
  };
}
