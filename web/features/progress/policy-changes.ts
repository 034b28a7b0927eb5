import { OPEN_END } from '@seodang/contract/progress-policies.ts';
import type { changedRules } from './policy.rules.ts';
import { usePolicyWords } from './policy.words.ts';

type Rules = Parameters<typeof changedRules>[0];

/** A rule as people read it: a range without an end has one word for that. */
export function useRuleText(): (rule: keyof Rules, rules: Rules) => string {
  const { types, noEnd } = usePolicyWords();
  return (rule, rules) => {
    if (rule === 'homework_pass_type') return types[rules.homework_pass_type];
    return rules[rule] === OPEN_END ? noEnd : String(rules[rule]);
  };
}
