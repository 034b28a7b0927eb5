import { type RefObject, useEffect, useState } from 'react';

export type CameraState = 'starting' | 'on' | 'refused' | 'none';

const wanted = { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1440 } };

function stateOf(error: unknown): CameraState {
  return error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none';
}

/** Shows the camera at the back of a phone in a video element for as long as the screen is open. */
export function useCamera(video: RefObject<HTMLVideoElement | null>): CameraState {
  const [state, setState] = useState<CameraState>('starting');
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isGone = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    async function start(): Promise<void> {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
        if (isGone || !video.current) return stop();
        video.current.srcObject = stream;
        await video.current.play();
        setState('on');
      } catch (error) {
        if (!isGone) setState(stateOf(error));
      }
    }
    void start();
    return () => {
      isGone = true;
      stop();
    };
  }, [video]);
  return state;
}
