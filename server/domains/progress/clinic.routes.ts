import * as links from '@seodang/contract/clinic.ts';
import * as approvals from '@seodang/contract/clinic-approvals.ts';
import * as slots from '@seodang/contract/clinic-slots.ts';
import * as cases from '@seodang/contract/risk-cases.ts';
import type { App } from '#core/http.ts';
import * as many from './clinic-approvals.ts';
import * as board from './clinic-board.ts';
import { bookClinic, changeClinicBooking } from './clinic-bookings.ts';
import * as clinic from './clinic-links.ts';
import * as times from './clinic-slots.ts';
import * as risk from './risk-cases.ts';

export function clinicRoutes(app: App): void {
  linkRoutes(app);
  approvalRoutes(app);
  slotRoutes(app);
  caseRoutes(app);
}

function linkRoutes(app: App): void {
  app.route({
    ...links.listClinicLinks,
    handler: ({ scope, query, url }) => clinic.listClinicLinks(scope, query, url),
  });
  app.route({
    ...links.createClinicLink,
    handler: async ({ scope, body }, reply) =>
      reply.status(201).send(await clinic.createClinicLink(scope, body)),
  });
  app.route({
    ...links.getClinicLink,
    handler: ({ scope, params }) => clinic.getClinicLink(scope, params.id),
  });
  app.route({
    ...links.changeClinicLink,
    handler: ({ scope, params, body }) => clinic.changeClinicLink(scope, params.id, body),
  });
  app.route({ ...links.tellClinic, handler: ({ scope, params }) => clinic.tellClinic(scope, params.id) });
  app.route({
    ...links.recordRetest,
    handler: ({ scope, params, body }) => clinic.recordRetest(scope, params.id, body.score),
  });
  app.route({ ...links.clinicEffect, handler: ({ scope, query }) => board.clinicEffect(scope, query) });
}

function approvalRoutes(app: App): void {
  app.route({
    ...approvals.previewClinicApproval,
    handler: ({ scope, body }) => many.previewClinicApproval(scope, body.link_ids),
  });
  app.route({
    ...approvals.approveClinics,
    handler: async ({ scope, body }, reply) =>
      reply.status(201).send(await many.approveClinics(scope, body.link_ids)),
  });
  app.route({
    ...approvals.listClinicApprovals,
    handler: ({ scope, query, url }) => many.listClinicApprovals(scope, query, url),
  });
  app.route({
    ...approvals.undoClinicApproval,
    handler: ({ scope, params }) => many.undoClinicApproval(scope, params.id),
  });
}

function slotRoutes(app: App): void {
  app.route({
    ...slots.listClinicSlots,
    handler: ({ scope, query, url }) => times.listClinicSlots(scope, query, url),
  });
  app.route({
    ...slots.createClinicSlots,
    handler: async ({ scope, body }, reply) =>
      reply.status(201).send(await times.createClinicSlots(scope, body)),
  });
  app.route({
    ...slots.changeClinicSlot,
    handler: ({ scope, params, body }) => times.changeClinicSlot(scope, params.id, body),
  });
  app.route({
    ...slots.cancelClinicSlot,
    handler: ({ scope, params }) => times.cancelClinicSlot(scope, params.id),
  });
  app.route({
    ...slots.bookClinic,
    handler: async ({ scope, body }, reply) => reply.status(201).send(await bookClinic(scope, body)),
  });
  app.route({
    ...slots.changeClinicBooking,
    handler: ({ scope, params, body }) => changeClinicBooking(scope, params.id, body.state),
  });
  app.route({ ...slots.clinicBoard, handler: ({ scope, query }) => board.clinicBoard(scope, query.date) });
}

function caseRoutes(app: App): void {
  app.route({
    ...cases.listRiskCases,
    handler: ({ scope, query, url }) => risk.listRiskCases(scope, query, url),
  });
  app.route({ ...cases.getRiskCase, handler: ({ scope, params }) => risk.getRiskCase(scope, params.id) });
  app.route({
    ...cases.changeRiskCase,
    handler: ({ scope, params, body }) => risk.changeRiskCase(scope, params.id, body),
  });
  app.route({
    ...cases.addRiskContact,
    handler: async ({ scope, params, body }, reply) =>
      reply.status(201).send(await risk.addRiskContact(scope, params.id, body)),
  });
}
