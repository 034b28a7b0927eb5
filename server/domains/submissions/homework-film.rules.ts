/** A moment of a video with its small picture and, of those made since, one that is large enough to read. */
export type Scene = { at: number; key: string; page?: string; bytes?: number };

/** The scenes of a film as its row keeps them; none where there is no film. */
export function scenesOf(frames: unknown): Scene[] {
  return Array.isArray(frames) ? frames : [];
}
