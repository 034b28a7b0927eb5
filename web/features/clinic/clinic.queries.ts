import type { Input, Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/clinic.ts';
import * as slots from '@seodang/contract/clinic-slots.ts';
import { previewClinicNotice } from '@seodang/contract/notices.ts';
import * as cases from '@seodang/contract/risk-cases.ts';
import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type Link = Output<typeof api.listClinicLinks>['results'][number];
export type LinkDetail = Output<typeof api.getClinicLink>;
export type Slot = Output<typeof slots.listClinicSlots>['results'][number];
export type Board = Output<typeof slots.clinicBoard>;
export type Visitor = Board['slots'][number]['visitors'][number];
export type Effect = Output<typeof api.clinicEffect>['results'][number];
export type RiskCase = Output<typeof cases.listRiskCases>['results'][number];
export type CaseDetail = Output<typeof cases.getRiskCase>;
export type LinkFilter = Input<typeof api.listClinicLinks>['querystring'];

export const pageSize = 50;

export const linksQuery = (filter: LinkFilter) =>
  queryOptions({
    queryKey: ['clinic', 'links', filter],
    queryFn: () => call(api.listClinicLinks, { querystring: { page_size: pageSize, ...filter } }),
    placeholderData: keepPreviousData,
  });

export const linkQuery = (id: number) =>
  queryOptions({
    queryKey: ['clinic', 'link', id],
    queryFn: () => call(api.getClinicLink, { params: { id } }),
  });

export const previewQuery = (link: number) =>
  queryOptions({
    queryKey: ['clinic', 'preview', link],
    queryFn: () => call(previewClinicNotice, { querystring: { link } }),
    staleTime: 0,
  });

/** The slots of a day and who comes; of today when none is given. */
export const boardQuery = (date?: string) =>
  queryOptions({
    queryKey: ['clinic', 'board', date],
    queryFn: () => call(slots.clinicBoard, { querystring: date ? { date } : {} }),
    placeholderData: keepPreviousData,
  });

/** Every slot from a moment on. */
export const slotsQuery = (from: string) =>
  queryOptions({
    queryKey: ['clinic', 'slots', from],
    queryFn: () => call(slots.listClinicSlots, { querystring: { from, page_size: 200 } }),
  });

/** What students of a lecture may still book. */
export const freeSlotsQuery = (lecture: number) =>
  queryOptions({
    queryKey: ['clinic', 'free', lecture],
    queryFn: () => call(slots.listClinicSlots, { querystring: { lecture, free: 'true', page_size: 30 } }),
    select: ({ results }) => results,
  });

export const effectQuery = queryOptions({
  queryKey: ['clinic', 'effect'],
  queryFn: () => call(api.clinicEffect, { querystring: {} }),
});

export const casesQuery = (open: boolean) =>
  queryOptions({
    queryKey: ['risk-cases', 'list', open],
    queryFn: () =>
      call(cases.listRiskCases, { querystring: { open: open ? 'true' : 'false', page_size: 200 } }),
    placeholderData: keepPreviousData,
  });

export const caseQuery = (id: number) =>
  queryOptions({
    queryKey: ['risk-cases', 'one', id],
    queryFn: () => call(cases.getRiskCase, { params: { id } }),
  });

const renew = (queries: QueryClient, topic: string) => queries.invalidateQueries({ queryKey: [topic] });

type Change = { id: number } & Input<typeof api.changeClinicLink>['body'];
export const changeLink = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...body }: Change) => call(api.changeClinicLink, { params: { id }, body }),
    onSettled: () => renew(queries, 'clinic'),
  });

export const tellOfLink = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: (id: number) => call(api.tellClinic, { params: { id } }),
    onSettled: () => renew(queries, 'clinic'),
  });

export const retest = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, score }: { id: number; score: number }) =>
      call(api.recordRetest, { params: { id }, body: { score } }),
    meta: { quiet: true },
    onSettled: () => renew(queries, 'clinic'),
  });

/** `quiet`: the screen itself offers the next times. */
export const book = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: (body: Input<typeof slots.bookClinic>['body']) => call(slots.bookClinic, { body }),
    meta: { quiet: true },
    onSettled: () => renew(queries, 'clinic'),
  });

type Mark = { id: number } & Input<typeof slots.changeClinicBooking>['body'];
export const markBooking = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, state }: Mark) => call(slots.changeClinicBooking, { params: { id }, body: { state } }),
    onSettled: () => renew(queries, 'clinic'),
  });

export const createSlots = (body: Input<typeof slots.createClinicSlots>['body']) =>
  call(slots.createClinicSlots, { body });
export const changeSlot = (id: number, body: Input<typeof slots.changeClinicSlot>['body']) =>
  call(slots.changeClinicSlot, { params: { id }, body });
export const cancelSlot = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: (id: number) => call(slots.cancelClinicSlot, { params: { id } }),
    onSettled: () => renew(queries, 'clinic'),
  });

export const askForClinic = (body: Input<typeof api.createClinicLink>['body']) =>
  call(api.createClinicLink, { body });

type CaseChange = { id: number } & Input<typeof cases.changeRiskCase>['body'];
export const changeCase = (queries: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...body }: CaseChange) => call(cases.changeRiskCase, { params: { id }, body }),
    onSettled: () => renew(queries, 'risk-cases'),
  });

export const addContact = (id: number, body: Input<typeof cases.addRiskContact>['body']) =>
  call(cases.addRiskContact, { params: { id }, body });
