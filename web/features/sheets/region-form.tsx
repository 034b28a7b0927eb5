import { Button, Group, NativeSelect, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import type { SheetRegion } from '@seodang/contract/sheet-regions.ts';
import { IconCopy, IconFocusCentered, IconTrash } from '@tabler/icons-react';
import { useEditorWords } from './editor.words.ts';
import { fitted, type GridRegion } from './regions.rules.ts';
import type { Regions } from './use-regions.ts';

type NumberProps = {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  set: (value: number) => void;
};

function Count({ label, value, min, max, step = 1, set }: NumberProps) {
  return (
    <NumberInput
      label={label}
      value={value}
      min={min}
      max={max}
      step={step}
      allowDecimal={step < 1}
      decimalScale={2}
      onChange={(next) => typeof next === 'number' && next >= min && next <= max && set(next)}
    />
  );
}

type Change<R> = { region: R; set: (region: SheetRegion) => void };

function Choices({ region, set }: Change<Extract<SheetRegion, { kind: 'choice' }>>) {
  const words = useEditorWords();
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      <Count
        {...{ label: words.first, value: region.first_number, min: 1, max: 500 }}
        set={(first_number) => set({ ...region, first_number })}
      />
      <Count
        {...{ label: words.questions, value: region.questions, min: 1, max: 200 }}
        set={(questions) => set(fitted({ ...region, questions }))}
      />
      <Count
        {...{ label: words.choices, value: region.choices, min: 2, max: 9 }}
        set={(choices) => set(fitted({ ...region, choices }))}
      />
      <NativeSelect
        label={words.direction}
        value={region.direction}
        data={Object.entries(words.choiceDirections).map(([value, label]) => ({ value, label }))}
        onChange={({ currentTarget: { value } }) =>
          set(fitted({ ...region, direction: value === 'down' ? 'down' : 'across' }))
        }
      />
    </SimpleGrid>
  );
}

function Digits({ region, set }: Change<Exclude<GridRegion, { kind: 'choice' }>>) {
  const words = useEditorWords();
  const most = region.kind === 'numeric' ? 6 : 12;
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      {region.kind === 'numeric' && (
        <Count
          {...{ label: words.number, value: region.number, min: 1, max: 500 }}
          set={(number) => set({ ...region, number })}
        />
      )}
      <Count
        {...{ label: words.digits, value: region.digits, min: 1, max: most }}
        set={(digits) => set(fitted({ ...region, digits }))}
      />
      <NativeSelect
        label={words.direction}
        value={region.direction}
        data={Object.entries(words.digitDirections).map(([value, label]) => ({ value, label }))}
        onChange={({ currentTarget: { value } }) =>
          set(fitted({ ...region, direction: value === 'across' ? 'across' : 'down' }))
        }
      />
      <NativeSelect
        label={words.firstDigit}
        value={String(region.first_digit)}
        data={Object.entries(words.digitOrders).map(([value, label]) => ({ value, label }))}
        onChange={({ currentTarget: { value } }) => set({ ...region, first_digit: value === '1' ? 1 : 0 })}
      />
    </SimpleGrid>
  );
}

function Place({ region, set }: Change<SheetRegion>) {
  const words = useEditorWords();
  const lengths = [
    ['x_mm', words.x, 0],
    ['y_mm', words.y, 0],
    ['width_mm', words.width, 1],
    ['height_mm', words.height, 1],
  ] as const;
  const sizes = [
    ['bubble_width_mm', words.bubbleWidth],
    ['bubble_height_mm', words.bubbleHeight],
  ] as const;
  return (
    <Stack gap={6} role="group" aria-label={words.place}>
      <Text size="sm" fw={500}>
        {words.place}
      </Text>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        {lengths.map(([name, label, min]) => (
          <Count
            key={name}
            {...{ label, min, max: 500, step: 0.1, value: region[name] }}
            set={(value) => set({ ...region, [name]: value })}
          />
        ))}
        {region.kind !== 'name' &&
          sizes.map(([name, label]) => (
            <Count
              key={name}
              {...{ label, min: 0.5, max: 50, step: 0.1, value: region[name] }}
              set={(value) => set({ ...region, [name]: value })}
            />
          ))}
      </SimpleGrid>
    </Stack>
  );
}

/** What a region is made of, its exact place, and what can be done with it. */
export function RegionForm({ editor, at, region }: { editor: Regions; at: number; region: SheetRegion }) {
  const words = useEditorWords();
  const set = (next: SheetRegion) => editor.change(at, next);
  const faults = editor.faults.filter(({ index }) => index === at);
  return (
    <Stack gap="sm">
      {faults.map(({ fault }) => (
        <Text key={fault} size="sm" c="cinnabar" role="alert">
          {words.faults[fault]}
        </Text>
      ))}
      {region.kind === 'choice' && <Choices region={region} set={set} />}
      {(region.kind === 'numeric' || region.kind === 'student_number') && (
        <Digits region={region} set={set} />
      )}
      {region.kind === 'student_number' && (
        <Text size="xs" c="dimmed">
          {words.numberHint(region.digits)}
        </Text>
      )}
      <Place region={region} set={set} />
      <Group gap="xs">
        {region.kind !== 'name' && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconFocusCentered size={16} aria-hidden />}
            onClick={() => editor.snap(at)}
          >
            {words.snap}
          </Button>
        )}
        {(region.kind === 'choice' || region.kind === 'numeric') && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconCopy size={16} aria-hidden />}
            onClick={() => editor.copy(at)}
          >
            {words.copy}
          </Button>
        )}
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => editor.remove(at)}
        >
          {words.remove}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {words.keys}
      </Text>
    </Stack>
  );
}
