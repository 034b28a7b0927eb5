import type { Match } from './lock.ts';
import type { Look } from './measure.ts';
import type { Proof } from './proof.ts';
import { quantile } from './statistics.ts';
import { toPixel, type Warp } from './warp.ts';

/** How good the picture of a page is. */
export type Quality = {
  /** How far lines lie from where the registration says, root mean square in millimetres. */
  alignment_mm: number;
  /** How far the paper is from lying straight, in degrees, and which way up it is (0, 90, 180, 270: the image turned clockwise). */
  skew_degrees: number;
  turned_degrees: number;
  /** How wide an edge is, in millimetres: 0.2 is sharp, above 1 is hard to read. */
  blur_mm: number;
  /** How much darker the darkest paper is than the brightest, 0 to 1. */
  shadow: number;
  /** Dots an inch of the page as it was read. */
  resolution_dpi: number;
  /** The registration's proof: fit of the lines, and how much worse the fit is a row or column off (1: as on a blank). */
  registration: Proof;
};

/** Judges the picture of a page that was read. */
export function qualityOf(
  warp: Warp,
  found: {
    misses: readonly Match[];
    looks: readonly Look[];
    proof: Proof;
    dotsPerMm: number;
    edge_mm: number;
  },
): Quality {
  const { width_mm, height_mm } = warp;
  const left = toPixel(warp, width_mm * 0.1, height_mm / 2);
  const right = toPixel(warp, width_mm * 0.9, height_mm / 2);
  const angle = (Math.atan2(right.y - left.y, right.x - left.x) * 180) / Math.PI;
  const turned = (((Math.round(angle / 90) * 90) % 360) + 360) % 360;
  const weights = found.misses.reduce((sum, { weight }) => sum + weight, 0);
  const squares = found.misses.reduce((sum, { dx, dy, weight }) => sum + weight * (dx * dx + dy * dy), 0);
  const papers = found.looks.map(({ paper }) => paper);
  const bright = quantile(papers, 0.98);
  return {
    alignment_mm: round(Math.sqrt(squares / Math.max(1e-9, weights))),
    skew_degrees: round(angle - Math.round(angle / 90) * 90),
    turned_degrees: turned,
    blur_mm: round(found.edge_mm),
    shadow: round(1 - quantile(papers, 0.02) / Math.max(1, bright)),
    resolution_dpi: Math.round(found.dotsPerMm * 25.4),
    registration: {
      score: round(found.proof.score),
      margin: round(found.proof.margin),
      matched: round(found.proof.matched),
      weakest: round(found.proof.weakest),
      against: round(found.proof.against),
      strain: round(found.proof.strain),
    },
  };
}

const round = (value: number) => Math.round(value * 1000) / 1000;
