import type { App } from '#core/http.ts';

/** As much of JSON Schema as zod writes. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  prefixItems?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
};
export type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
export type Operation = {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  parameters: Parameter[];
  body: Schema | undefined;
};

type Written = {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
};
type Document = {
  paths: Record<string, Record<string, Written>>;
  components?: { schemas?: Record<string, Schema> };
};

/** Every operation of the document that the app serves, those that only read first, with references of schemas resolved. */
export async function operationsOf(app: App): Promise<Operation[]> {
  const reply = await app.inject('/api/v1/openapi.json');
  const document: Document = reply.json();
  const resolve = resolver(document);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, written]) => ({
      name: written.operationId,
      method: method.toUpperCase() as Operation['method'],
      path,
      parameters: (written.parameters ?? []).map((parameter) => ({
        ...parameter,
        schema: resolve(parameter.schema),
      })),
      body: bodyOf(written, resolve),
    })),
  );
  const changes = ({ method }: Operation) => Number(method !== 'GET');
  return operations.toSorted((one, other) => changes(one) - changes(other));
}

function bodyOf({ requestBody }: Written, resolve: (schema: Schema) => Schema): Schema | undefined {
  const schema = requestBody?.content['application/json']?.schema;
  return schema && resolve(schema);
}

function resolver({ components }: Document) {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const reference = (value as Schema).$ref;
    if (typeof reference === 'string')
      return resolve(components?.schemas?.[reference.split('/').at(-1) ?? '']);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
  };
  return (schema: Schema) => resolve(schema) as Schema;
}

/** Every place in a value where a schema's property is, with its name: `/items/0/student_id`. */
export function placesOf(
  value: unknown,
  at: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((inner, index) => placesOf(inner, [...at, index]))];
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...at, name]))];
}

/** The value with another one put in at a place. */
export function put(value: unknown, place: readonly (string | number)[], other: unknown): unknown {
  const [step, ...rest] = place;
  if (step === undefined) return other;
  if (Array.isArray(value))
    return value.map((inner, index) => (index === step ? put(inner, rest, other) : inner));
  const record = value as Record<string, unknown>;
  return { ...record, [step]: put(record[step], rest, other) };
}
