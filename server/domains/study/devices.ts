import { createHash } from 'node:crypto';
import type { NewStudyDevice, StudyDevice } from '@seodang/contract/study-ingest.ts';
import { audit } from '#core/audit.ts';
import { refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { randomText } from '#core/tokens.ts';
import * as queries from './devices.queries.ts';
import { mustBeStudent } from './topics.ts';

/** `study_<tenant>_<random>`: it says which academy to look in, and is kept only as a hash. */
export const DEVICE_TOKEN = /^Bearer (study_(\d{1,15})_[\w-]{43})$/i;

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function listDevices(scope: Scope): Promise<{ results: StudyDevice[] }> {
  return scope.tx(async (tx, scope) => ({
    results: await queries.listDevices(tx, await mustBeStudent(tx, scope)),
  }));
}

/** A token for a viewer of the student who asks, shown once. */
export function createDevice(
  scope: Scope,
  { name }: NewStudyDevice,
): Promise<StudyDevice & { token: string }> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    const token = `study_${tx.tenant_id}_${randomText()}`;
    const values = { student_id, user_id: userOf(scope).user_id, name, token_hash: hashOfToken(token) };
    const device = await queries.insertDevice(tx, values);
    await audit(tx, scope, {
      ...{ action: 'study_device.create', subject_type: 'study_device', subject_id: device.id },
      after: { name },
    });
    return { ...device, token };
  });
}

/** Closes a viewer out at once. */
export function revokeDevice(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    if (!(await queries.revokeDevice(tx, student_id, id, scope.now))) refuse('not_found');
    await audit(tx, scope, {
      ...{ action: 'study_device.revoke', subject_type: 'study_device', subject_id: id },
    });
  });
}
