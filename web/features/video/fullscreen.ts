/** Fills the screen with the player, controls and watermark included, or gives the screen back. */
export async function toggleFullscreen(stage: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await stage?.requestFullscreen?.();
}
