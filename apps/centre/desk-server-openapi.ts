import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { scanSchema, submissionSchema } from './api-schemas.ts';
import { SCANS_PATH } from './routes/custody.ts';
import type { DeskApp } from './routes/desk.ts';
import { SHEETS_PATH } from './routes/sheets.ts';
import { PIECE_PATH } from './routes/uploads.ts';

/** Describes the interface by the schemas that it runs on; routes laid afterwards are in it. */
export async function layOpenApi(app: DeskApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Cotejo: desks of a counting centre', version: '1', license: { name: 'Apache-2.0' } },
    },
    transform: (document) => {
      const transformed = jsonSchemaTransform(document);
      // Described by better-auth; here it is one address with a wildcard, which OpenAPI has no word for.
      if (document.url.startsWith('/api/auth/')) return { ...transformed, schema: { hide: true } };
      // A form is read part by part, so the framework has no schema of it.
      if (document.url === SHEETS_PATH)
        Object.assign(transformed.schema, { body: formOf('submission', submissionSchema) });
      if (document.url === SCANS_PATH) Object.assign(transformed.schema, { body: formOf('scan', scanSchema) });
      if (document.url === PIECE_PATH)
        Object.assign(transformed.schema, { body: { type: 'string', format: 'binary' } });
      return transformed;
    },
  });
}

function formOf(name: string, about: z.ZodType): unknown {
  const { $schema: _, ...told } = z.toJSONSchema(about, { io: 'input' });
  const page = { type: 'array', maxItems: 16, items: { type: 'string', format: 'binary' } };
  return { type: 'object', required: [name, 'page'], properties: { [name]: told, page } };
}
