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

  // Who is a student will study: what that needs comes while the rest is on its way, not after it.
  const files = document.currentScript.dataset.student?.split(' ') ?? [];
  const isStudent = remembered('seodang.here')?.includes('"role":"student"');
  if (!isStudent || !/^\/student(\/study)?\/?$/.test(location.pathname)) return;
  for (const file of files) {
    const link = document.createElement('link');
    link.rel = file.endsWith('.css') ? 'preload' : 'modulepreload';
    if (link.rel === 'preload') link.as = 'style';
    link.crossOrigin = '';
    link.href = file;
    document.head.append(link);
  }
})();
