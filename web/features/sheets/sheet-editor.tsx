import { ActionIcon, Alert, Button, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { ApiProblem } from '@seodang/contract/call.ts';
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { confirmLoss } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { useEditorWords } from './editor.words.ts';
import { RegionForm } from './region-form.tsx';
import { contentOf } from './region-name.ts';
import type { RegionKind } from './regions.rules.ts';
import { SheetCanvas } from './sheet-canvas.tsx';
import { SheetCheck } from './sheet-check.tsx';
import styles from './sheets.module.css';
import { type SheetTemplateDetail, templateQuery } from './sheets.queries.ts';
import { type Regions, useRegions } from './use-regions.ts';
import { useTemplateWords } from './words.ts';

const kinds: readonly RegionKind[] = ['choice', 'numeric', 'student_number', 'name'];
const zooms = [1, 1.5, 2, 3];

type Tool = { tool: RegionKind | undefined; setTool: (tool: RegionKind | undefined) => void };

/** What to draw next; Enter on a chosen one puts it into the middle without a pointer. */
function Tools({ editor, tool, setTool }: Tool & { editor: Regions }) {
  const words = useEditorWords();
  const { width_mm, height_mm } = editor.template;
  const middleFor = (kind: RegionKind) => ({
    ...{ x_mm: width_mm / 3, y_mm: height_mm / 3 },
    ...{ width_mm: width_mm / 4, height_mm: height_mm / (kind === 'name' ? 25 : 6) },
  });
  return (
    <Stack gap={6}>
      <Group gap={6} role="group" aria-label={words.tools}>
        {kinds.map((kind) => (
          <Button
            key={kind}
            size="compact-md"
            variant={tool === kind ? 'filled' : 'default'}
            aria-pressed={tool === kind}
            onClick={() => setTool(tool === kind ? undefined : kind)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || tool !== kind) return;
              event.preventDefault();
              editor.add(kind, middleFor(kind));
              setTool(undefined);
            }}
          >
            {words.kinds[kind]}
          </Button>
        ))}
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {tool ? words.drawing(words.kinds[tool]) : <Notice editor={editor} />}
      </Text>
    </Stack>
  );
}

function Notice({ editor: { notice } }: { editor: Regions }) {
  const words = useEditorWords();
  if (notice === undefined) return words.lead;
  return notice > 0 ? words.found(notice) : words.notFound;
}

function RegionList({ editor }: { editor: Regions }) {
  const words = useEditorWords();
  if (editor.regions.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.noRegions}
      </Text>
    );
  return (
    <ul className={styles.list} aria-label={words.regions}>
      {editor.regions.map((region, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a region is known by its place in the list alone.
        <li key={at}>
          <button
            type="button"
            aria-expanded={editor.selected === at}
            data-fault={editor.faults.some(({ index }) => index === at) || undefined}
            onClick={() => editor.select(editor.selected === at ? undefined : at)}
          >
            <strong>{words.kinds[region.kind]}</strong> {contentOf(words, region)}
          </button>
          {editor.selected === at && (
            <div className={styles.form}>
              <RegionForm editor={editor} at={at} region={region} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function SaveBar({ editor }: { editor: Regions }) {
  const words = useEditorWords();
  const isStale = editor.error instanceof ApiProblem && editor.error.problem.detail === 'conflict';
  return (
    <Stack gap="xs">
      {isStale ? (
        <Alert color="gardenia" title={words.conflict}>
          <Button size="compact-md" variant="default" onClick={editor.reload}>
            {words.reload}
          </Button>
        </Alert>
      ) : (
        <ProblemAlert error={editor.error} />
      )}
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {editor.isChanged && words.unsaved}
        </Text>
        <Button
          disabled={!editor.isChanged || editor.faults.length > 0}
          loading={editor.saving}
          onClick={editor.send}
        >
          {words.save}
        </Button>
      </Group>
    </Stack>
  );
}

function useStay(editor: Regions) {
  const words = useEditorWords();
  useBlocker({
    shouldBlockFn: async () => {
      const question = { title: words.leave, loses: words.leaveLoses, action: words.leaveAction };
      return !(await confirmLoss(question));
    },
    disabled: !editor.isChanged,
    enableBeforeUnload: editor.isChanged,
  });
}

function Stage({ editor, tool, setTool }: Tool & { editor: Regions }) {
  const words = useEditorWords();
  const [zoom, setZoom] = useState(0);
  return (
    <div className={styles.left}>
      <Tools {...{ editor, tool, setTool }} />
      <SheetCanvas editor={editor} tool={tool} onDrawn={() => setTool(undefined)} zoom={zooms[zoom] ?? 1} />
      <Group className={styles.zoom} gap={4} role="group" aria-label={words.zoom}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.zoomOut}
          disabled={zoom === 0}
          onClick={() => setZoom(zoom - 1)}
        >
          <IconZoomOut size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.zoomIn}
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          <IconZoomIn size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </div>
  );
}

function Editor({ template, exam }: { template: SheetTemplateDetail; exam: number | undefined }) {
  const words = useEditorWords();
  const editor = useRegions(template);
  const [tool, setTool] = useState<RegionKind>();
  useStay(editor);
  return (
    <div className={styles.editor}>
      <Stage {...{ editor, tool, setTool }} />
      <Paper p="md" className={styles.side}>
        <Stack gap="md">
          <SheetCheck editor={editor} exam={exam} />
          <SaveBar editor={editor} />
          <RegionList editor={editor} />
          <NativeSelect
            label={words.shape}
            value={editor.bubble_shape}
            data={Object.entries(words.shapes).map(([value, label]) => ({ value, label }))}
            onChange={({ currentTarget: { value } }) =>
              editor.setShape(value === 'rectangle' ? 'rectangle' : 'ellipse')
            }
          />
          {template.exam_count > 0 && (
            <Text size="xs" c="dimmed">
              {words.usedBy(template.exam_count)}
            </Text>
          )}
        </Stack>
      </Paper>
    </div>
  );
}

/** A sheet of another design with what is where on it. `exam` is the exam that it is being made for. */
export function SheetEditor({ id, exam }: { id: number; exam?: number | undefined }) {
  const words = useEditorWords();
  const { title } = useTemplateWords();
  const template = useQuery(templateQuery(id));
  const back =
    exam === undefined
      ? { label: title, link: { to: '/staff/sheets' } as const }
      : {
          label: words.toExam,
          link: { to: '/staff/exams/$id/sheet', params: { id: String(exam) } } as const,
        };
  return (
    <QueryView query={template}>
      {(found) => (
        <Page
          title={found.name}
          lead={[found.paper, found.tilt_degrees !== 0 && words.tilt(Math.abs(found.tilt_degrees).toFixed(1))]
            .filter(Boolean)
            .join(' · ')}
          back={back}
          width="full"
        >
          <Editor key={found.id} template={found} exam={exam} />
        </Page>
      )}
    </QueryView>
  );
}
