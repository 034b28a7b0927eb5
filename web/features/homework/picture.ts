import { sizeOf } from './tray.rules.ts';

const LONGEST = 2200;
const QUALITY = 0.82;

/**
 * A photo as a JPEG that is quick to send: upright, at most 2200 px long, turned by quarters to the right. Encoding it
 * anew leaves behind where and by what it was taken. Rejects for what this browser cannot open, e.g. HEIC on Android.
 */
export async function toJpeg(file: Blob, quarters = 0): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const { width, height, scale } = sizeOf(bitmap, LONGEST, quarters);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const paper = canvas.getContext('2d');
    if (!paper) throw new Error('no canvas');
    paper.fillStyle = '#ffffff';
    paper.fillRect(0, 0, width, height);
    paper.translate(width / 2, height / 2);
    paper.rotate((quarters * Math.PI) / 2);
    const [w, h] = [bitmap.width * scale, bitmap.height * scale];
    paper.drawImage(bitmap, -w / 2, -h / 2, w, h);
    return await encoded(canvas);
  } finally {
    bitmap.close();
  }
}

function encoded(canvas: HTMLCanvasElement): Promise<Blob> {
  const { promise, resolve, reject } = Promise.withResolvers<Blob>();
  canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not encoded'))), 'image/jpeg', QUALITY);
  return promise;
}
