export { before, type Card, cardsOf, countPredictable, isRecalled, type Review, splitDayOf } from './log.ts';
export {
  byConstant,
  byFsrs,
  bySm2,
  gainOf,
  type Losses,
  lossesOf,
  meanLoss,
  type Predictor,
} from './loss.ts';
export { FEWEST_LEARNED, FEWEST_TESTED, type Fit, isBetter } from './verdict.ts';
