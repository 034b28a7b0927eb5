/** What cameras, phones and recorders of lessons write; anything else is a mistake that is told at once. */
const extensions = [
  ...['mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi', 'wmv', 'flv', '3gp'],
  ...['mpg', 'mpeg', 'ts', 'mts', 'm2ts'],
];

/** The extension that the source is kept under; undefined for what is no video by its name. */
export function extensionOf(filename: string): string | undefined {
  const at = filename.lastIndexOf('.');
  if (at < 0) return 'mp4';
  const extension = filename.slice(at + 1).toLowerCase();
  return extensions.includes(extension) ? extension : undefined;
}

/** Where the sources of all of an academy's videos lie. */
export function sourcesBelow(tenantCode: string): string {
  return `videos/${tenantCode}/`;
}

export function sourceKeyOf(place: {
  tenant_code: string;
  session_id: number;
  uuid: string;
  extension: string;
}): string {
  return `${sourcesBelow(place.tenant_code)}${place.session_id}/${place.uuid}.${place.extension}`;
}
