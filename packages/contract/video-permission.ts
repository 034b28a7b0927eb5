import { z } from 'zod';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import { asPut, type Route } from './route.ts';
import { MaxSpeed, VideoRule } from './video.ts';

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

const overrides = {
  allow_skip_override: z.boolean().nullable(),
  max_speed_override: MaxSpeed.nullable(),
  show_watermark_override: z.boolean().nullable(),
  block_speed_control: z.boolean(),
  block_seek: z.boolean(),
};

export const VideoPermission = z
  .object({
    id: z.int(),
    video: z.int(),
    enrollment: z.int(),
    student_name: z.string(),
    rule: VideoRule,
    ...overrides,
    is_override: z.boolean().describe('Set by somebody for this student'),
    updated_at: Instant,
  })
  .meta({ id: 'VideoPermission' });
export type VideoPermission = z.infer<typeof VideoPermission>;

export const PermissionChange = z.strictObject({ rule: VideoRule, ...overrides }).partial();
export type PermissionChange = z.infer<typeof PermissionChange>;

export const VideoPermissionQuery = ListQuery.extend({ video: Id.optional(), enrollment: Id.optional() });
export type VideoPermissionQuery = z.infer<typeof VideoPermissionQuery>;

export const listVideoPermissions = {
  method: 'GET',
  url: '/video-permissions',
  schema: {
    operationId: 'listVideoPermissions',
    summary: 'Rules that differ from the default',
    tags,
    querystring: VideoPermissionQuery,
    response: { 200: pageOf(VideoPermission), ...refusals },
  },
} satisfies Route;

export const setVideoPermission = {
  method: 'POST',
  url: '/video-permissions',
  schema: {
    operationId: 'setVideoPermission',
    summary: 'The rule of one student for one video; what is not given stays as it is',
    tags,
    body: PermissionChange.extend({ video: z.int().positive(), enrollment: z.int().positive() }),
    response: { 201: VideoPermission, ...refusals },
  },
} satisfies Route;

export const editVideoPermission = {
  method: 'PATCH',
  url: '/video-permissions/:id',
  schema: {
    operationId: 'editVideoPermission',
    summary: 'Change a rule',
    tags,
    params: IdParams,
    body: PermissionChange,
    response: { 200: VideoPermission, ...refusals },
  },
} satisfies Route;

export const putVideoPermission = asPut(editVideoPermission);

export const getVideoPermission = {
  method: 'GET',
  url: '/video-permissions/:id',
  schema: {
    operationId: 'getVideoPermission',
    summary: 'One rule',
    tags,
    params: IdParams,
    response: { 200: VideoPermission, ...refusals },
  },
} satisfies Route;

export const removeVideoPermission = {
  method: 'DELETE',
  url: '/video-permissions/:id',
  schema: {
    operationId: 'removeVideoPermission',
    summary: 'Back to the default: the rules of the video',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const bulkSetVideoPermissions = {
  method: 'POST',
  url: '/video-permissions/bulk_set',
  schema: {
    operationId: 'bulkSetVideoPermissions',
    summary: 'One change for many students, by default the rule `once`; all or none',
    tags,
    body: PermissionChange.extend({
      video_id: z.int().positive(),
      enrollments: z.array(z.int().positive()).min(1).max(2000),
    }),
    response: { 200: z.array(VideoPermission), ...refusals },
  },
} satisfies Route;
