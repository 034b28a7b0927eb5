import {
  Avatar,
  Button,
  Divider,
  Popover,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import {
  type Icon,
  IconDevicesOff,
  IconKey,
  IconLogout,
  IconSelector,
  IconShieldLock,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { chooseLocale, useLocale } from '../../lib/i18n/locale.ts';
import { useMe } from '../../lib/login.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import { problemToast } from '../../ui/toast.tsx';
import { keepLocale, signOut, signOutEverywhere } from '../identity/sign-in.ts';
import styles from './account-menu.module.css';
import { useShellWords } from './words.ts';

function Appearance() {
  const words = useShellWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const locale = useLocale();
  return (
    <div className={styles.choices}>
      <Text size="xs" c="dimmed" fw={600} id="choose-theme">
        {words.theme}
      </Text>
      <SegmentedControl
        aria-labelledby="choose-theme"
        size="xs"
        fullWidth
        value={colorScheme}
        onChange={setColorScheme}
        data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: words.themes[value] }))}
      />
      <Text size="xs" c="dimmed" fw={600} id="choose-language">
        {words.language}
      </Text>
      <SegmentedControl
        aria-labelledby="choose-language"
        size="xs"
        fullWidth
        value={locale}
        onChange={(chosen) => {
          chooseLocale(chosen);
          void keepLocale().catch(problemToast);
        }}
        data={[
          { value: 'ko' as const, label: '한국어' },
          { value: 'en' as const, label: 'English' },
        ]}
      />
    </div>
  );
}

function Action({ icon: Sign, label, act }: { icon: Icon; label: string; act: () => void }) {
  return (
    <Button
      variant="subtle"
      color="gray"
      fullWidth
      justify="flex-start"
      leftSection={<Sign size={17} aria-hidden />}
      onClick={act}
      className={styles.action}
    >
      {label}
    </Button>
  );
}

function Actions() {
  const words = useShellWords();
  const navigate = useNavigate();
  const everywhere = async () => {
    const question = {
      title: words.signOutEverywhere,
      loses: words.signOutEverywhereLoses,
      action: words.signOut,
    };
    if (await confirmLoss(question)) await signOutEverywhere().catch(problemToast);
  };
  return (
    <>
      <Action
        icon={IconShieldLock}
        label={words.security}
        act={() => void navigate({ to: '/account/security' })}
      />
      <Action icon={IconKey} label={words.changePassword} act={() => void navigate({ to: '/password' })} />
      <Action icon={IconDevicesOff} label={words.signOutEverywhere} act={() => void everywhere()} />
      <Action icon={IconLogout} label={words.signOut} act={() => void signOut().catch(problemToast)} />
    </>
  );
}

/** The same without anything to open, for the phone's drawer. */
export function AccountPanel() {
  const { roles } = useCoreWords();
  const { user } = useMe();
  return (
    <>
      <p className={styles.line}>
        {user.name} · {roles[user.role]}
      </p>
      <Appearance />
      <Actions />
    </>
  );
}

/** Who is signed in; behind it appearance, language, password and the ways out. */
export function AccountMenu() {
  const words = useShellWords();
  const { roles } = useCoreWords();
  const { user } = useMe();
  return (
    <Popover position="top-start" width={250} shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={styles.me}>
          <VisuallyHidden>{words.account}</VisuallyHidden>
          <Avatar size={34} radius="md" color="jjok" aria-hidden>
            {user.name.slice(0, 1)}
          </Avatar>
          <span className={styles.who}>
            <span className={styles.name}>{user.name}</span>
            <span className={styles.role}>{roles[user.role]}</span>
          </span>
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={words.account}>
        <Appearance />
        <Divider my={6} />
        <Actions />
      </Popover.Dropdown>
    </Popover>
  );
}
