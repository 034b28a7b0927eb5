import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '#core/http.ts';

type Override = { zodSchema: { _zod: { def: { type: string } } }; jsonSchema: Record<string, unknown> };

const zodToJsonConfig = {
  unrepresentable: 'any' as const,
  override: ({ zodSchema, jsonSchema }: Override) => {
    if (zodSchema._zod.def.type === 'date')
      Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  },
};

/** OpenAPI 3.1 from the schemas that validate requests and type the clients, with a reference to browse. */
export async function serveOpenApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Seodang',
        version: '1',
        description: 'Times are ISO-8601 with offset; refusals are problem+json.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'Access token or API key' },
          runner: { type: 'apiKey', in: 'header', name: 'X-Worker-Token' },
        },
      },
      security: [{ bearer: [] }],
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig }),
  });
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(scalar, { routePrefix: '/api/docs', configuration: { url: '/api/v1/openapi.json' } });
}
