import { type Graph, needsOf } from './needs.ts';

type Part = 'public' | 'frame' | 'home' | 'study' | 'others';
type Plan = (id: string) => string | null;

/** Of studying, also where other screens show a part of it. */
const ofStudying = /\/web\/features\/study\/|\/packages\/recall\/|\/ts-fsrs\//;
const screen = /\/web\/routes\/(?:(\w+)\/)?(\w+)[^/?]*\?tsr-split=component$/;
const studyRoute = /\/web\/routes\/student\/study\.[^/?]*\.tsx$/;
/** What the frame and studying open when it is pressed: it comes behind the first screen. */
const opened =
  /\/web\/(ui\/phone-drawer|features\/shell\/(account-menu|hosts)|features\/study\/topic-menu)\.tsx$/;

/** What the bundler itself adds to every file. */
const helpers = /\/?(rolldown\/runtime|vite\/preload-helper)\.js$/;

/** Which part of the app a screen belongs to, by its address; undefined for what is no screen. */
function partOf(id: string): Part | undefined {
  const [, folder = '', name] = screen.exec(id) ?? [];
  if (name === undefined) return undefined;
  if (folder === '') return 'frame';
  if (folder === 'public') return 'public';
  if (folder !== 'student') return 'others';
  return name === 'study' ? 'study' : name === 'index' ? 'home' : 'others';
}

function planOf(graph: Graph, entry: string, beginning: string): Plan {
  const needs = needsOf(graph);
  const [start, begin] = [needs([entry]), needs([beginning])];
  const screens = Object.groupBy(
    [...start].flatMap((from) =>
      (graph.getModuleInfo(from)?.dynamicallyImportedIds ?? []).map((id) => ({ from, id })),
    ),
    // What a study screen's loader takes is of studying like the screen.
    ({ from, id }) => partOf(id) ?? (studyRoute.test(from) ? 'study' : 'none'),
  );
  const neededBy = (part: Part) => needs((screens[part] ?? []).map(({ id }) => id));
  const [open, frame, study, others] = [
    neededBy('public'),
    neededBy('frame'),
    neededBy('study'),
    neededBy('others'),
  ];
  const later = needs(
    [...frame, ...study].flatMap((id) =>
      (graph.getModuleInfo(id)?.dynamicallyImportedIds ?? []).filter((next) => opened.test(next)),
    ),
  );
  return (id) => {
    if (begin.has(id)) return ofStudying.test(id) ? 'memory' : 'base';
    if (start.has(id)) return 'start';
    if (open.has(id)) return frame.has(id) || study.has(id) ? 'common' : null;
    if (frame.has(id)) return 'frame';
    if (!study.has(id)) return later.has(id) ? 'later' : null;
    return others.has(id) && !ofStudying.test(id) ? 'frame' : 'studying';
  };
}

/**
 * A phone pays for each file that it asks for, so what is needed together is one file: what is needed even before there are
 * screens, what a student remembers (which runs while the screens are still on their way), what every screen starts with, what
 * the frame behind the sign-in shares with screens before it, the frame with what studying shares with others, studying, and
 * what opens in them when it is pressed.
 */
export function chunkGroups(entry: string, beginning: string) {
  let plan: Plan | undefined;
  return {
    debugName: 'screens',
    includeDependenciesRecursively: false,
    name: (id: string, graph: Graph) => {
      plan ??= planOf(graph, entry, beginning);
      if (helpers.test(id)) return 'base';
      return id === entry || id === beginning ? null : plan(id);
    },
  };
}
