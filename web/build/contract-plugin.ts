import { type Plugin, parseSync } from 'vite';

type Node = { type: string; start: number; end: number; [key: string]: unknown };
type Edit = { start: number; end: number };

const contractModule = /\/packages\/contract\/[\w.-]+\.ts$/;
const types = new Set(['TSAsExpression', 'TSSatisfiesExpression']);
const deferred = new Set(['FunctionExpression', 'ArrowFunctionExpression', 'ClassExpression']);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function children(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

function bare(node: Node): Node {
  return types.has(node.type) && isNode(node.expression) ? bare(node.expression) : node;
}

/** Whether running this expression calls something at once, as building a schema does. */
function callsAtOnce(node: Node): boolean {
  if (deferred.has(node.type)) return false;
  return node.type === 'CallExpression' || children(node).some(callsAtOnce);
}

function propertyNamed(node: Node, name: string): Node | undefined {
  if (node.type !== 'ObjectExpression' || !Array.isArray(node.properties)) return undefined;
  return node.properties
    .filter(isNode)
    .find((property) => isNode(property.key) && property.key.name === name);
}

/** What to blank: the `schema` of a route, and every value that a schema builder computes. */
function schemaOf(value: Node): Edit | undefined {
  const inner = bare(value);
  const schema = propertyNamed(inner, 'url') ? propertyNamed(inner, 'schema') : undefined;
  if (schema && isNode(schema.value)) return schema.value;
  return callsAtOnce(inner) ? value : undefined;
}

function topLevelValues(program: Node): Node[] {
  return children(program)
    .map((node) => (isNode(node.declaration) ? node.declaration : node))
    .filter((node) => node.type === 'VariableDeclaration')
    .flatMap(children)
    .map((declarator) => declarator.init)
    .filter(isNode);
}

/**
 * The text of a contract module without its schemas: routes keep method and url, plain data and functions stay,
 * what a schema builder makes becomes `undefined`. Only types remember the schemas.
 */
export function withoutSchemas(file: string, code: string): string {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const edits = topLevelValues(program as unknown as Node)
    .map(schemaOf)
    .filter((edit) => edit !== undefined)
    .sort((a, b) => b.start - a.start);
  return edits.reduce((text, { start, end }) => `${text.slice(0, start)}undefined${text.slice(end)}`, code);
}

/** Keeps zod out of the browser: the server validates, the web app needs only addresses and types. */
export function contractWithoutSchemas(): Plugin {
  return {
    name: 'contract-without-schemas',
    enforce: 'pre',
    transform: {
      filter: { id: contractModule },
      handler: (code, id) => ({ code: withoutSchemas(id, code), map: null }),
    },
  };
}
