// Runs before the first paint.
(() => {
  const remembered = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  // A dark screen never flashes white.
  const chosen = remembered('mantine-color-scheme-value') ?? 'auto';
  const dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');

  const { student = '', begin } = document.currentScript.dataset;
  const isStudent = remembered('seodang.here')?.includes('"role":"student"');
  // The development server names no files.
  if (!begin || !isStudent || !/^\/student(\/study)?\/?$/.test(location.pathname)) return;
  const add = (tag, properties) =>
    document.head.append(Object.assign(document.createElement(tag), { crossOrigin: '' }, properties));
  // Who is a student will study: what that needs comes while the rest is on its way, not after it.
  const bring = () => {
    for (const href of student.split(' ').filter(Boolean))
      add(
        'link',
        href.endsWith('.css') ? { rel: 'preload', as: 'style', href } : { rel: 'modulepreload', href },
      );
  };
  if (!location.pathname.startsWith('/student/study') || remembered('seodang.has_pack')) return bring();

  // A device without questions needs them first: they are asked for now, and lib/asked-early.ts hands them to the app.
  add('script', { type: 'module', src: begin });
  const ask = (path, init) => fetch(`/api/v1${path}`, { credentials: 'same-origin', ...init });
  const signedIn = () => {
    const answer = ask('/auth/refresh', { method: 'POST' });
    // A browser opens six connections: what is answered by one of these is asked for next.
    bring();
    return answer;
  };
  const login = navigator.locks?.request('seodang.refresh', signedIn) ?? signedIn();
  // Read at once: of an answer that the app has read there is no second.
  const token = login.then(async (answer) => {
    if (!answer.ok) throw new Error('nobody is signed in');
    return (await answer.clone().json()).access_token;
  });
  const withToken = (path) => async () => ask(path, { headers: { authorization: `Bearer ${await token}` } });
  const state = token.then(withToken('/study/state'));
  // After the state, which must not be newer than what comes with it.
  const pack = state.then(withToken('/study/pack?limit=500'));
  const asked = { 'POST /auth/refresh': login, 'GET /study/state': state, 'GET /study/pack?limit=500': pack };
  for (const answer of Object.values(asked)) answer.catch(() => undefined);
  globalThis.seodangAsked = asked;
})();
