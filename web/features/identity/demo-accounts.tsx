import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { DemoAccount } from './sign-in.ts';
import { useIdentityWords } from './words.ts';

type Props = { accounts: readonly DemoAccount[]; choose: (account: DemoAccount) => Promise<void> };

/** On a demo installation: one press signs in as each role. */
export function DemoAccounts({ accounts, choose }: Props) {
  const words = useIdentityWords();
  const { roles } = useCoreWords();
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState<unknown>();
  if (accounts.length === 0) return null;
  const enterAs = async (account: DemoAccount) => {
    setChosen(account.login);
    await choose(account).catch(setProblem);
    setChosen(undefined);
  };
  return (
    <section>
      <Text size="sm" fw={600} mt="xl" mb="xs">
        {words.demo}
      </Text>
      <ProblemAlert error={problem} />
      <Group gap="xs">
        {accounts.map((account) => (
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
