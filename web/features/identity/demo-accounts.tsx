import { Button, Group, Text } from '@mantine/core';
import type { Demo } from '@seodang/contract/auth.ts';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { Credentials } from './sign-in.ts';
import { useIdentityWords } from './words.ts';

type Props = { demo: Demo | undefined; choose: (credentials: Credentials) => Promise<void> };

/** On a demo installation: one press signs in as each role. */
export function DemoAccounts({ demo, choose }: Props) {
  const words = useIdentityWords();
  const { roles } = useCoreWords();
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState<unknown>();
  const academy = demo?.academy?.code;
  if (!demo || !academy || demo.accounts.length === 0) return null;
  const enterAs = async ({ login, password }: Demo['accounts'][number]) => {
    setChosen(login);
    await choose({ academy, login, password }).catch(setProblem);
    setChosen(undefined);
  };
  return (
    <section>
      <Text size="sm" fw={600} mt="xl" mb="xs">
        {words.demo}
      </Text>
      <ProblemAlert error={problem} />
      <Group gap="xs">
        {demo.accounts.map((account) => (
          <Button
            key={account.login}
            variant="default"
            size="xs"
            radius="xl"
            loading={chosen === account.login}
            aria-label={words.demoAs(roles[account.role], account.name)}
            onClick={() => void enterAs(account)}
          >
            {roles[account.role]} · {account.name}
          </Button>
        ))}
      </Group>
    </section>
  );
}
