import { Alert, Button, List } from '@mantine/core';
import type { AuditProblem, AuditVerdict } from '@seodang/contract/audit.ts';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useAuditWords } from './words.ts';

function useProblemSentence(): (problem: AuditProblem) => string {
  const { problems } = useAuditWords();
  return ({ what, seq, to_seq, from_seq }) => {
    if (what === 'removed') return problems.removed(seq, to_seq ?? seq);
    if (what === 'moved') return problems.moved(seq, from_seq ?? seq);
    return problems[what](seq);
  };
}

/** Whether the trail is as it was written; names the entries that are not. */
export function Verdict({ verdict }: { verdict: AuditVerdict }) {
  const words = useAuditWords();
  const sentence = useProblemSentence();
  if (verdict.ok) {
    return (
      <Alert color="celadon" icon={<IconShieldCheck size={18} aria-hidden />} role="status">
        {words.verified(verdict.checked)}
      </Alert>
    );
  }
  return (
    <Alert
      color="cinnabar"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      role="alert"
      title={words.broken}
    >
      <List size="sm">
        {verdict.problems.map((problem) => (
          <List.Item key={`${problem.what} ${problem.seq}`}>{sentence(problem)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

export function VerifyButton({ busy, verify }: { busy: boolean; verify: () => void }) {
  const words = useAuditWords();
  return (
    <Button
      variant="default"
      leftSection={<IconShieldCheck size={17} aria-hidden />}
      loading={busy}
      onClick={verify}
    >
      {words.verify}
    </Button>
  );
}
