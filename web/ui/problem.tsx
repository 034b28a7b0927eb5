import { Alert, Button, Text } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useCoreWords } from '../lib/i18n/core.ts';
import { sentenceOf } from '../lib/problem.ts';

type Props = {
  error: unknown;
  /** What is known better than by the code of the error. */
  say?: string | undefined;
  retry?: () => void;
};

/** What went wrong and what to do, in place; nothing when there is no error. */
export function ProblemAlert({ error, say, retry }: Props) {
  const { actions, errors } = useCoreWords();
  if (!error) return null;
  const requestId = error instanceof ApiProblem && error.problem.status >= 500 && error.problem.request_id;
  return (
    <Alert color="cinnabar" icon={<IconAlertTriangle size={18} aria-hidden />} role="alert" py="xs">
      {say ?? sentenceOf(error)}
      {requestId && (
        <Text size="xs" c="dimmed" mt={4}>
          {errors.requestId(requestId)}
        </Text>
      )}
      {retry && (
        <Button variant="light" color="cinnabar" size="xs" mt="xs" display="block" onClick={retry}>
          {actions.retry}
        </Button>
      )}
    </Alert>
  );
}
