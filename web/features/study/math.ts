import 'katex/dist/katex.min.css';
import katex from 'katex';

/** Draws LaTeX into an element; what cannot be read stays as it was written. */
export function drawMath(element: HTMLElement, tex: string, displayMode: boolean): void {
  katex.render(tex, element, {
    displayMode,
    throwOnError: false,
    strict: 'ignore',
    maxSize: 20,
    maxExpand: 200,
  });
}
