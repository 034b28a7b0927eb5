/** One picture of the seek bar: where it lies in a sprite. */
export type Thumb = {
  from: number;
  to: number;
  image: string;
  x: number;
  y: number;
  width: number;
  height: number;
};

const seconds = (stamp: string) => stamp.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** Reads the WebVTT of a storyboard: cues with `sprite.jpg#xywh=x,y,w,h`. Images are relative to `base`. */
export function parseStoryboard(vtt: string, base: string): Thumb[] {
  const cues = vtt
    .replaceAll('\r', '')
    .matchAll(/([\d:.]+) --> ([\d:.]+)[^\n]*\n([^\n#]+)#xywh=(\d+),(\d+),(\d+),(\d+)/g);
  return [...cues].map(([, from = '', to = '', image = '', ...box]) => {
    const [x = 0, y = 0, width = 0, height = 0] = box.map(Number);
    return { from: seconds(from), to: seconds(to), image: new URL(image, base).href, x, y, width, height };
  });
}
