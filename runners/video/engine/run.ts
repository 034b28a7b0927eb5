/**
 * One run of the engine, the same for FFmpeg's command and for its libraries: inputs, a filter graph in FFmpeg's
 * language over `[0:v]`, `[0:a]`, …, and outputs that are written to pipes or, for drawings, to a file.
 */
export type EngineRun = {
  inputs: string[];
  /**
   * The pictures of the first input become much smaller: frames that no other frame builds on are not smoothed at
   * their block edges, which nobody will see. Saves a tenth of decoding H.264.
   */
  coarse?: boolean;
  graph: string;
  outputs: EngineOutput[];
};

export type EngineOutput = {
  /** Labels of the graph's ends, without brackets. */
  video?: { label: string; codec: string; options: Record<string, string> };
  audio?: { label: string; codec: string; options: Record<string, string> };
  format: string;
  format_options: Record<string, string>;
  /** A pipe of the child process when null. */
  path: string | null;
  /** The file is opened for the child, so that it may be somebody who can write nowhere else. */
  handed?: boolean;
};

export type Limits = { cpu_seconds: number; wall_seconds: number; memory_bytes: number };

/** Containers that a teacher may upload, and sound files, so that they are recognised as sound. Nothing that opens other files. */
export const openable = [
  ...[
    'mov',
    'mp4',
    'm4a',
    '3gp',
    '3g2',
    'mj2',
    'matroska',
    'webm',
    'avi',
    'mpegts',
    'mpeg',
    'mpegvideo',
    'flv',
  ],
  ...['asf', 'ogg', 'mxf', 'dv', 'h264', 'hevc', 'mp3', 'wav', 'aac', 'flac', 'amr', 'w64', 'aiff'],
].join(',');

/** 8K in either direction; what claims more is refused before memory is taken for it. */
export const max_pixels = 8192 * 4352;
