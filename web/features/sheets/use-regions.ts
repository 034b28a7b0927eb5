import { faultsOfRegions, type RegionBox, type SheetRegion } from '@seodang/contract/sheet-regions.ts';
import { useEffect, useState } from 'react';
import { doneToast } from '../../ui/toast.tsx';
import { useEditorWords } from './editor.words.ts';
import { copyOf, onPage, plainRegion, type RegionKind, regionsFrom } from './regions.rules.ts';
import { type SheetTemplateDetail, useSaveRegions } from './sheets.queries.ts';
import { useBlank } from './use-blank.ts';

/** A drawn box is a little generous or a little short: so far beside it bubbles are looked for, in millimetres. */
const beside_mm = 1;
const besideSnap_mm = 3;

type Drawing = Pick<SheetTemplateDetail, 'bubble_shape' | 'regions'>;

/** What is being changed of a template: its regions, which one is meant, and what is found on its blank. */
export function useRegions(template: SheetTemplateDetail) {
  const [base, setBase] = useState(template);
  const [drawing, setDrawing] = useState<Drawing>(template);
  const [selected, select] = useState<number>();
  const [notice, setNotice] = useState<number>();
  const save = useSaveRegions(template.id);
  const words = useEditorWords();
  const find = useBlank(template.id, template.blank_url, template);
  const isChanged = drawing.regions !== base.regions || drawing.bubble_shape !== base.bubble_shape;
  useEffect(() => {
    if (isChanged || template.version === base.version) return;
    setBase(template);
    setDrawing(template);
  }, [template, base.version, isChanged]);

  const { regions } = drawing;
  const set = (next: SheetRegion[]) => setDrawing((before) => ({ ...before, regions: next }));
  const change = (at: number, region: SheetRegion) => set(regions.with(at, region));

  const add = (kind: RegionKind, box: RegionBox) => {
    const place = onPage(box, template);
    const { grids, dotsPerMm } = kind === 'name' ? { grids: [], dotsPerMm: 1 } : find(place, beside_mm);
    const found = kind === 'name' ? [] : regionsFrom(kind, grids, dotsPerMm, regions);
    const added = found.length > 0 ? found : [plainRegion(kind, place, regions)];
    set([...regions, ...added]);
    select(regions.length);
    setNotice(kind === 'name' ? undefined : found.length);
  };
  const snap = (at: number) => {
    const region = regions[at];
    if (!region || region.kind === 'name') return;
    const { grids, dotsPerMm } = find(region, besideSnap_mm);
    const others = regions.filter((_, place) => place !== at);
    const [found] = regionsFrom(region.kind, grids, dotsPerMm, others);
    if (found && found.kind === region.kind) change(at, { ...found, ...numberingOf(region) } as SheetRegion);
    setNotice(found ? 1 : 0);
  };
  const copy = (at: number) => {
    const region = regions[at];
    if (!region) return;
    set([...regions, copyOf(region, regions, template)]);
    select(regions.length);
  };
  const remove = (at: number) => {
    set(regions.filter((_, place) => place !== at));
    select(undefined);
  };
  const send = () =>
    save.mutate(
      { version: base.version, bubble_shape: drawing.bubble_shape, regions: [...regions] },
      {
        onSuccess: (saved) => {
          setBase(saved);
          setDrawing(saved);
          doneToast(words.saved);
        },
      },
    );
  const reload = () => {
    setBase(template);
    setDrawing(template);
    save.reset();
  };
  return {
    ...{ template, regions, bubble_shape: drawing.bubble_shape, selected, select, isChanged, notice },
    faults: faultsOfRegions(regions, template),
    setShape: (bubble_shape: Drawing['bubble_shape']) =>
      setDrawing((before) => ({ ...before, bubble_shape })),
    ...{ add, change, snap, copy, remove, send, reload, saving: save.isPending, error: save.error },
  };
}
export type Regions = ReturnType<typeof useRegions>;

function numberingOf(region: SheetRegion): object {
  if (region.kind === 'choice') return { first_number: region.first_number };
  return region.kind === 'numeric' ? { number: region.number } : {};
}
