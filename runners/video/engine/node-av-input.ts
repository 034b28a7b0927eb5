import { Dictionary, FFmpegError, FormatContext } from 'node-av/lib';
import { openable } from './run.ts';

/** Opens a source with only these protocols, and only containers that open nothing else. */
export function openInput(url: string, protocols: string): FormatContext {
  const context = new FormatContext();
  const options = Dictionary.fromObject({ protocol_whitelist: protocols, format_whitelist: openable });
  FFmpegError.throwIfError(context.openInputSync(url, null, options), 'open');
  FFmpegError.throwIfError(context.findStreamInfoSync(null), 'read headers');
  return context;
}
