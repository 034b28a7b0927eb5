import { parseSync, type Rollup } from 'vite';

export type Graph = Pick<Rollup.PluginContext, 'getModuleInfo'>;
/** A name that a module is asked for; undefined for all of it. */
type Wanted = { id: string; name: string | undefined };
type Module = {
  /** It only hands on what others make, so that who asks it for one name needs no more than that. */
  isShelf: boolean;
  imports: Wanted[];
  exports: ReadonlyMap<string, Wanted>;
  /** Modules of which it hands on everything. */
  stars: Wanted[];
};

const handsOn = new Set(['ImportDeclaration', 'ExportAllDeclaration']);

/** What is required at run time is needed in full. */
const wholeOf = (ids: readonly string[]): Module => ({
  ...{ isShelf: false, exports: new Map(), stars: [] },
  imports: ids.map((id) => ({ id, name: undefined })),
});

function read(graph: Graph, id: string): Module {
  const info = graph.getModuleInfo(id);
  if (info?.inputFormat === 'cjs') return wholeOf(info.importedIds);
  const { program, module } = parseSync(id, info?.code ?? '', { lang: 'jsx' });
  const requests = [...module.staticImports, ...module.staticExports.flatMap(({ entries }) => entries)]
    .flatMap(({ moduleRequest }) => moduleRequest ?? [])
    .sort((a, b) => a.start - b.start)
    .map(({ value }) => value);
  const sources = [...new Set(requests)];
  const wanted = (source: string, name: string | null | undefined): Wanted[] => {
    const target = info?.importedIds[sources.indexOf(source)];
    return target === undefined ? [] : [{ id: target, name: name ?? undefined }];
  };
  const nameOf = ({ kind, name }: { kind: string; name: string | null }) =>
    kind === 'Default' ? 'default' : name;
  const handed = module.staticExports.flatMap(({ entries }) => entries);
  return {
    isShelf:
      program.body.length > 0 &&
      program.body.every(
        (node) => handsOn.has(node.type) || (node.type === 'ExportNamedDeclaration' && !node.declaration),
      ),
    imports: module.staticImports.flatMap(({ moduleRequest, entries }) =>
      entries.length === 0
        ? wanted(moduleRequest.value, undefined)
        : entries.flatMap(({ importName }) => wanted(moduleRequest.value, nameOf(importName))),
    ),
    exports: new Map(
      handed.flatMap(({ moduleRequest, importName, exportName }) => {
        const exported = nameOf(exportName);
        const [from] = moduleRequest ? wanted(moduleRequest.value, nameOf(importName)) : [];
        return exported && from ? [[exported, from] as const] : [];
      }),
    ),
    stars: handed.flatMap(({ moduleRequest, exportName }) =>
      moduleRequest && exportName.kind === 'None' ? wanted(moduleRequest.value, undefined) : [],
    ),
  };
}

/** What these modules need before they can run, as far as it is known before the bundler leaves out what nobody uses. */
export function needsOf(graph: Graph): (roots: readonly string[]) => Set<string> {
  const modules = new Map<string, Module>();
  const moduleOf = (id: string) => {
    const known = modules.get(id) ?? read(graph, id);
    modules.set(id, known);
    return known;
  };
  const nextOf = ({ id, name }: Wanted): Wanted[] => {
    const { isShelf, imports, exports, stars } = moduleOf(id);
    if (!isShelf || name === undefined) return [...imports, ...exports.values(), ...stars];
    return [exports.get(name) ?? stars.map((star) => ({ ...star, name }))].flat();
  };
  return (roots) => {
    const found = new Set<string>();
    const seen = new Set<string>();
    const waiting: Wanted[] = roots.map((id) => ({ id, name: undefined }));
    for (let wanted = waiting.pop(); wanted; wanted = waiting.pop()) {
      const { isShelf } = moduleOf(wanted.id);
      const key = isShelf ? `${wanted.id} ${wanted.name}` : wanted.id;
      if (seen.has(key)) continue;
      seen.add(key);
      found.add(wanted.id);
      waiting.push(...nextOf(wanted));
    }
    return found;
  };
}

/** What these modules ask for once they run, and what that asks for in turn. */
export function laterOf(graph: Graph, roots: readonly string[]): Set<string> {
  const needs = needsOf(graph);
  const later = new Set<string>();
  const waiting = [...roots];
  for (let root = waiting.pop(); root !== undefined; root = waiting.pop()) {
    for (const id of needs([root])) {
      for (const next of graph.getModuleInfo(id)?.dynamicallyImportedIds ?? []) {
        if (later.has(next)) continue;
        later.add(next);
        waiting.push(next);
      }
    }
  }
  return later;
}
