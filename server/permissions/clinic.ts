import { staffRoles } from '@seodang/contract/identity.ts';
import type { Permissions } from '#core/permission.ts';

const everybody = ['owner', 'admin', 'teacher', 'assistant', 'student', 'parent'] as const;
const staff = staffRoles;

/** The part of the table in permissions.ts that is about clinics and cases of risk. */
export const clinicPermissions: Permissions['rules'] = {
  listClinicLinks: everybody,
  createClinicLink: everybody,
  getClinicLink: staff,
  changeClinicLink: staff,
  previewClinicApproval: staff,
  approveClinics: staff,
  listClinicApprovals: staff,
  undoClinicApproval: staff,
  tellClinic: staff,
  previewClinicNotice: staff,
  recordRetest: staff,
  clinicEffect: staff,
  listClinicSlots: everybody,
  createClinicSlots: staff,
  changeClinicSlot: staff,
  cancelClinicSlot: staff,
  bookClinic: everybody,
  changeClinicBooking: everybody,
  clinicBoard: staff,
  listRiskCases: staff,
  getRiskCase: staff,
  changeRiskCase: staff,
  addRiskContact: staff,
};
