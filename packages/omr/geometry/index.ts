export * from './code-grid.ts';
export * from './geometry.ts';
export { type LayoutInput, layout, papers } from './layout.ts';
export * from './lines.ts';
export { sheetOfRegions } from './regions.ts';
export { ring } from './ring.ts';
