import type { z } from 'zod';

/**
 * One HTTP endpoint below `/api/v1`: a Fastify route without its handler, and all a client needs to call it.
 * Paths are written without the trailing slash; the server answers with and without it.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: `/${string}`;
  readonly schema: {
    readonly operationId: string;
    readonly summary: string;
    readonly tags: readonly string[];
    readonly params?: z.ZodType;
    readonly querystring?: z.ZodType;
    readonly body?: z.ZodType;
    readonly response: Readonly<Record<number, z.ZodType>>;
  };
};

/**
 * The same as PATCH under PUT, for clients of the original, which send all that they were given: what is not theirs to
 * write is left out, and what is not given stays as it is.
 */
export function asPut<const R extends Route & { readonly schema: { readonly body: z.ZodObject } }>(route: R) {
  const { operationId, body } = route.schema;
  return {
    ...route,
    method: 'PUT',
    schema: {
      ...route.schema,
      operationId: `${operationId}ByPut`,
      summary: `As ${operationId}`,
      body: body.strip(),
    },
  } as unknown as R;
}
