import styles from './player.module.css';

const lookMs = 5000;
/** Not at once: a script that removes it again and again would keep the browser busy with nothing else. */
const restoreMs = 300;

function make(text: string): HTMLElement {
  const marks = document.createElement('div');
  marks.className = styles.marks ?? '';
  marks.setAttribute('aria-hidden', 'true');
  // A translated name would look like a changed one.
  marks.setAttribute('translate', 'no');
  const mark = document.createElement('span');
  mark.className = styles.mark ?? '';
  mark.textContent = text;
  marks.append(mark);
  return marks;
}

function isShown(stage: HTMLElement, marks: HTMLElement, text: string): boolean {
  const mark = marks.firstElementChild;
  if (marks.parentElement !== stage || !(mark instanceof HTMLElement) || mark.textContent !== text)
    return false;
  if (stage.offsetWidth === 0) return true;
  const isSeen = (node: HTMLElement) => {
    const { visibility, opacity, display } = getComputedStyle(node);
    return visibility === 'visible' && display !== 'none' && Number(opacity) >= 0.1;
  };
  return isSeen(marks) && isSeen(mark) && mark.offsetWidth > 0;
}

type Listener = { onRemoved: () => void; onLost: () => void };

/**
 * Draws whose screen this is over the picture, and puts it back when somebody takes it away or hides it (`onRemoved`);
 * `onLost` when that is in vain. By hand: React would stumble over nodes that are gone. Returns how to stop.
 */
export function guardWatermark(
  stage: HTMLElement,
  text: string,
  { onRemoved, onLost }: Listener,
): () => void {
  let marks = make(text);
  let restoring: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    if (restoring !== undefined || isShown(stage, marks, text)) return;
    onRemoved();
    restoring = setTimeout(() => {
      restoring = undefined;
      put();
      if (!isShown(stage, marks, text)) onLost();
    }, restoreMs);
  };
  const observer = new MutationObserver(look);
  const put = () => {
    observer.disconnect();
    marks.remove();
    marks = make(text);
    stage.append(marks);
    observer.observe(stage, { childList: true });
    observer.observe(marks, { childList: true, subtree: true, attributes: true, characterData: true });
  };
  put();
  const clock = setInterval(look, lookMs);
  return () => {
    clearInterval(clock);
    clearTimeout(restoring);
    observer.disconnect();
    marks.remove();
  };
}
