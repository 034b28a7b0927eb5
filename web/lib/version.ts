const ownEntry = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.getAttribute('src');

/**
 * A page that stayed open while a new version was installed asks for files that are gone: then it starts anew.
 * A file that is missing because the network is down is no reason to.
 */
export async function reloadIfOutdated(): Promise<void> {
  const page = await fetch('/', { cache: 'no-store' }).then(
    (reply) => (reply.ok ? reply.text() : undefined),
    () => undefined,
  );
  if (page && ownEntry && !page.includes(ownEntry)) location.reload();
}
