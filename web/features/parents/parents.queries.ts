import { createCall, type Input, type Output } from '@seodang/contract/call.ts';
import * as desk from '@seodang/contract/family-requests.ts';
import * as notices from '@seodang/contract/notices.ts';
import * as api from '@seodang/contract/parents.ts';
import { myChildren } from '@seodang/contract/people.ts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { sendPlain } from '../../lib/send.ts';

export type Glance = Output<typeof api.childGlance>;
export type Lesson = Glance['lessons'][number];
export type FamilyRequest = Glance['requests'][number];
export type Report = Output<typeof api.childReport>;
export type NewRequest = Input<typeof api.askForChild>['body'];
export type Wishes = Output<typeof notices.readNoticeWishes>;

/** What a family reads and asks of a child: as its parent, or by the link of a message. */
export type Door = {
  isLink: boolean;
  key: string;
  glance: (id: number) => Promise<Glance>;
  report: (id: number, week_on: string | undefined) => Promise<Report>;
  ask: (id: number, body: NewRequest) => Promise<FamilyRequest>;
};

const weekOf = (week_on: string | undefined) => (week_on === undefined ? {} : { week_on });

export const parentDoor: Door = {
  isLink: false,
  key: 'own',
  glance: (id) => call(api.childGlance, { params: { id } }),
  report: (id, week) => call(api.childReport, { params: { id }, querystring: weekOf(week) }),
  ask: (id, body) => call(api.askForChild, { params: { id }, body }),
};

function linkCall(token: string): typeof call {
  return createCall((url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return sendPlain(url, { ...init, headers });
  });
}

export function linkDoor(token: string): Door {
  const byLink = linkCall(token);
  return {
    isLink: true,
    key: token,
    glance: (id) => byLink(api.familyGlance, { params: { id } }),
    report: (id, week) => byLink(api.familyReport, { params: { id }, querystring: weekOf(week) }),
    ask: (id, body) => byLink(api.familyAsk, { params: { id }, body }),
  };
}

export const familyLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['family', token],
    queryFn: () => linkCall(token)(api.familyLink, {}),
    retry: false,
  });

const facts = { alsoOn: ['attendance', 'progress', 'results', 'exams', 'lectures', 'clinic'] };

export const glanceQuery = (door: Door, id: number) =>
  queryOptions({
    queryKey: ['requests', 'glance', door.key, id],
    queryFn: () => door.glance(id),
    meta: facts,
  });

export const reportQuery = (door: Door, id: number, week: string | undefined) =>
  queryOptions({
    queryKey: ['requests', 'report', door.key, id, week],
    queryFn: () => door.report(id, week),
    meta: facts,
  });

export const childrenQuery = queryOptions({
  queryKey: ['children'],
  queryFn: async () => (await call(myChildren, {})).results,
});

export function useAsk(door: Door, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewRequest) => door.ask(id, body),
    meta: { quiet: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['requests'] }),
  });
}

export function useWithdraw() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call(desk.withdrawRequest, { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['requests'] }),
  });
}

export const calendarQuery = (id: number) =>
  queryOptions({
    queryKey: ['calendar', id],
    queryFn: () => call(api.childCalendar, { params: { id } }),
  });

export function useRenewCalendar(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(api.renewChildCalendar, { params: { id } }),
    onSuccess: (made) => queries.setQueryData(calendarQuery(id).queryKey, made),
  });
}

export const wishesQuery = queryOptions({
  queryKey: ['wishes'],
  queryFn: () => call(notices.readNoticeWishes, {}),
});

export function useChangeWishes() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Input<typeof notices.changeNoticeWishes>['body']) =>
      call(notices.changeNoticeWishes, { body }),
    onSuccess: (wishes) => queries.setQueryData(wishesQuery.queryKey, wishes),
  });
}
