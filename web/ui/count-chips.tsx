import { Chip, Group } from '@mantine/core';

type Props<F extends string> = {
  label: string;
  value: F;
  choose: (value: F) => void;
  /** `count` is undefined while nobody knows it. */
  choices: readonly { value: F; label: string; count: number | undefined }[];
};

/** The kinds of a list with how many there are of each, of which one is shown; they wrap where there is little room. */
export function CountChips<F extends string>({ label, value, choose, choices }: Props<F>) {
  return (
    <Chip.Group
      value={value}
      onChange={(chosen) => {
        const choice = choices.find((one) => one.value === chosen);
        if (choice) choose(choice.value);
      }}
    >
      <Group gap="xs" role="group" aria-label={label}>
        {choices.map((choice) => (
          <Chip key={choice.value} value={choice.value}>
            {choice.label} {choice.count?.toLocaleString()}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
