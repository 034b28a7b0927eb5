import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

type Props = {
  /** What is searched, in the field while it is empty. */
  label: string;
  value: string;
  search: (text: string) => void;
};

/** A field that narrows the list below it while one types. */
export function SearchField({ label, value, search }: Props) {
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      type="search"
      leftSection={<IconSearch size={18} aria-hidden />}
      value={value}
      onChange={(event) => search(event.currentTarget.value)}
      w="100%"
      maw="24rem"
    />
  );
}
