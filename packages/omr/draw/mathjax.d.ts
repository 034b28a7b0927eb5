// MathJax ships its bundle without types.
declare module 'mathjax' {
  type MathJax = {
    tex2svgPromise(tex: string, options: { display: boolean }): Promise<import('./formulas.ts').MathNode>;
  };
  export function init(configuration: object): Promise<MathJax>;
}
