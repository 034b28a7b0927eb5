import type { RiskModel } from './ranking.rules.ts';

/** Made by `node bench/risk.ts --keep` out of a simulated term (bench/risk/term.ts); its figures are in bench/RISK.md. */
export const riskModel: RiskModel = {
  version: 'term-3',
  intercept: -1.2281,
  facts: {
    failed_share: { mean: 0.2481, sd: 0.2268, weight: 0.1038, least: 0, most: 0.875 },
    recent_failed_share: { mean: 0.2791, sd: 0.285, weight: 0.1402, least: 0, most: 1 },
    missed_last: { mean: 0.292, sd: 0.4547, weight: 0.0419, least: 0, most: 1 },
    failed_run: { mean: 0.5513, sd: 1.0941, weight: 0.0454, least: 0, most: 5 },
    low_score_run: { mean: 0.1155, sd: 0.438, weight: 0.0079, least: 0, most: 3 },
    is_alarmed: { mean: 0.129, sd: 0.3352, weight: 0.0179, least: 0, most: 1 },
    absent_share: { mean: 0.1088, sd: 0.1354, weight: 0, least: 0, most: 0.5556 },
    late_share: { mean: 0.0687, sd: 0.0925, weight: 0.1482, least: 0, most: 0.4 },
    handed_in_share: { mean: 0.876, sd: 0.1599, weight: -0.1041, least: 0.3333, most: 1 },
    hand_in_delay_days: { mean: -0.9663, sd: 0.8036, weight: 0.1703, least: -2.8301, most: 1.1404 },
    hand_in_delay_trend: { mean: 0.0553, sd: 1.9237, weight: 0.06, least: -4.0704, most: 4.0314 },
    mean_score: { mean: 80.0317, sd: 9.9165, weight: -0.3897, least: 55.75, most: 99.1667 },
    last_score: { mean: 78.9433, sd: 13.1691, weight: -0.1509, least: 46, most: 100 },
    score_trend: { mean: -1.2065, sd: 9.8906, weight: 0, least: -26.3636, most: 22.5 },
    watch_deficit: { mean: 0.3032, sd: 0.3214, weight: 0.0433, least: 0, most: 0.9 },
    watch_lag_days: { mean: 6.563, sd: 4.4706, weight: 0.0888, least: 0, most: 14 },
    active_weeks_share: { mean: 0.9759, sd: 0.0712, weight: -0.005, least: 0.6667, most: 1 },
    idle_days: { mean: 0.3817, sd: 1.3519, weight: 0.0281, least: 0, most: 7 },
    due_reviews: { mean: 5.5123, sd: 3.8285, weight: 0.1096, least: 0, most: 15 },
  },
};
