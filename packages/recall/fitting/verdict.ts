/** What a fit came to. Losses are per prediction, on reviews from `split_day` on, which it has not learned from. */
export type Fit = {
  weights: number[];
  split_day: number;
  learned: number;
  tested: number;
  log_loss: number;
  /** Of the weights in use, and of those that FSRS brings. */
  log_loss_before: number;
  log_loss_default: number;
  /** By how much it is better than what is in use, and the standard error of that. */
  gain: number;
  gain_error: number;
};

/** Less cannot be told from chance. */
export const FEWEST_LEARNED = 400;
export const FEWEST_TESTED = 100;

/** Whether it predicts better by more than chance may explain: twice the standard error. */
export const isBetter = ({ gain, gain_error }: Pick<Fit, 'gain' | 'gain_error'>): boolean =>
  gain > 0 && gain > 2 * gain_error;
