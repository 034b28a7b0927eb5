export type ScannedImage = { jpeg: Uint8Array; width: number; height: number };

/** A PDF as a scanner makes it: nothing but one grey JPEG on each page. */
export function scannedPdf(images: readonly ScannedImage[], dpi = 200): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const add = (head: string, stream?: Uint8Array) => {
    const body = stream ? [Buffer.from('stream\n'), Buffer.from(stream), Buffer.from('\nendstream\n')] : [];
    const object = Buffer.concat([
      Buffer.from(`${offsets.length + 1} 0 obj\n${head}\n`),
      ...body,
      Buffer.from('endobj\n'),
    ]);
    offsets.push(length);
    parts.push(object);
    length += object.length;
  };
  const kids = images.map((_, at) => `${3 + 3 * at} 0 R`).join(' ');
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Kids [${kids}] /Count ${images.length} >>`);
  for (const [at, { jpeg, width, height }] of images.entries()) {
    const [w, h] = [(width * 72) / dpi, (height * 72) / dpi];
    const content = Buffer.from(`q ${w} 0 0 ${h} 0 0 cm /I Do Q`);
    const [own, picture] = [4 + 3 * at, 5 + 3 * at];
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Contents ${own} 0 R /Resources << /XObject << /I ${picture} 0 R >> >> >>`,
    );
    add(`<< /Length ${content.length} >>`, content);
    add(
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`,
      jpeg,
    );
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = offsets.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
