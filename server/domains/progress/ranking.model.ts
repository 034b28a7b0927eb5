import type { RiskModel } from './ranking.rules.ts';

/** Made by `node bench/risk.ts --keep` out of a simulated term (bench/risk/term.ts); its figures are in bench/RISK.md. */
export const riskModel: RiskModel = {
  version: 'term-1',
  intercept: -1.2502,
  facts: {
    failed_share: { mean: 0.2462, sd: 0.2295, weight: 0.0825 },
    recent_failed_share: { mean: 0.2776, sd: 0.284, weight: 0.2025 },
    failed_run: { mean: 0.5439, sd: 1.0782, weight: 0.0794 },
    low_score_run: { mean: 0.1193, sd: 0.4783, weight: -0.0378 },
    absent_share: { mean: 0.1093, sd: 0.1412, weight: -0.0516 },
    late_share: { mean: 0.0685, sd: 0.0956, weight: 0.209 },
    handed_in_share: { mean: 0.8756, sd: 0.1663, weight: -0.1288 },
    mean_score: { mean: 80.0865, sd: 10.0361, weight: -0.6201 },
    last_score: { mean: 79.0111, sd: 13.2922, weight: -0.1 },
    score_trend: { mean: -1.1913, sd: 10.1378, weight: 0.0082 },
    watch_deficit: { mean: 0.3011, sd: 0.3243, weight: 0.1547 },
    idle_days: { mean: 0.2243, sd: 1.4863, weight: 0.0342 },
    due_reviews: { mean: 0, sd: 1, weight: 0 },
  },
};
