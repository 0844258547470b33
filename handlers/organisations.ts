/** 单位和人员: stations, institutions, employers, evaluation agencies, villages, offices, and who works there. */
import { scenePicture } from '../lib/channels/scene-picture';
import { editOffice, followOrganisation, leaveOffice, unbindOffice } from '../lib/chat/office';
import { makeBinding } from '../lib/people/binding';
import { createOrganisation } from '../lib/people/create-organisation';
import { createStaff } from '../lib/people/create-staff';
import { editOrganisation } from '../lib/people/edit-organisation';
import { findOrganisation } from '../lib/people/find-organisation';
import { findStaff } from '../lib/people/find-staff';
import { organisationAnswer, organisationsAnswer, staffAnswer, whereIs } from '../lib/people/org-answers';
import { KINDS, type KindOfRoute, organisationRoutes } from '../lib/people/organisations-api';
import { oneOrganisation, oneStaff } from '../lib/people/show';
import { staffRoutes } from '../lib/people/staff-api';
import { millis } from '../lib/platform/clock';
import { deployedWorld } from '../lib/platform/deployed-world';
import { type Api, api, type Call } from '../lib/platform/http';
import { doOnce } from '../lib/platform/idempotency';
import { isRefusal, refuse } from '../lib/platform/refusal';
import { carryOut } from '../lib/store/commit';

const routes = { ...organisationRoutes, ...staffRoutes };
type Operations = Api<typeof routes>['operations'];

/** The four operations of one kind; all kinds have the same routes under other names. */
function ofKind<One extends string, Many extends string>({ kind, one, many }: KindOfRoute<One, Many>) {
  type R = typeof organisationRoutes;
  const create = (call: Call<R['create_station']>) =>
    doOnce(call, () => createOrganisation(call.world, { ...call.body, kind }), oneOrganisation);
  const list = (call: Call<R['list_stations']>) => organisationsAnswer(call, kind, call.query);
  const read = ({ world, params }: Call<R['read_station']>) => organisationAnswer(world, params.org_id, kind);
  const edit = async ({ world, params, body, if_match, caller }: Call<R['edit_station']>) => {
    const command = { ...params, ...body, kind, rev: if_match };
    const edited = await carryOut(world, () => editOrganisation(world, command));
    if (isRefusal(edited)) return edited;
    const followed = await followOrganisation(world, edited.organisation, {
      by: caller.subject,
      reason: '单位停用',
    });
    return isRefusal(followed) ? followed : oneOrganisation(edited);
  };
  return {
    [`create_${one}`]: create,
    [`list_${many}`]: list,
    [`read_${one}`]: read,
    [`edit_${one}`]: edit,
  } as Record<`create_${One}`, typeof create> &
    Record<`list_${Many}`, typeof list> &
    Record<`read_${One}`, typeof read> &
    Record<`edit_${One}`, typeof edit>;
}

const ofStaff: Pick<Operations, keyof typeof staffRoutes> = {
  create_staff: (call) => {
    const { world, body } = call;
    // The request holds an ID number: its fingerprint is kept keyed, so that it cannot be found by trying.
    const fingerprint = call.key && world.vault.fingerprint('id_number', call.key.fingerprint);
    const key = call.key && { ...call.key, fingerprint: fingerprint as string };
    return doOnce({ world, key }, () => createStaff(world, body), oneStaff);
  },

  list_staff: (call) => staffAnswer(call, call.query),

  read_staff: async ({ world, params }) => {
    const staff = await findStaff(world, params.staff_id);
    return staff ? oneStaff({ staff }) : refuse('staff_unknown');
  },

  edit_staff: ({ world, params, body, if_match, caller }) =>
    doOnce({ world }, () => editOffice(world, { ...params, ...body, rev: if_match, by: caller.subject }), oneStaff),

  leave_staff: ({ world, params, query, caller }) =>
    doOnce({ world }, () => leaveOffice(world, { ...params, ...query, by: caller.subject }), oneStaff),

  bind_staff: async ({ world, params, body }) => {
    const made = await carryOut(world, () => makeBinding(world, { ...params, ...body }));
    if (isRefusal(made)) return made;
    const { code, expires_at } = made;
    const scene = `bind:${code}`;
    const lasts_s = Math.ceil((millis(expires_at) - world.now()) / 1000);
    const picture = body.channel === 'wechaty' ? {} : await scenePicture(scene, lasts_s);
    return { body: { ...params, code, typed: `绑定 ${code}`, scene, expires_at, ...picture } };
  },

  unbind_staff: ({ world, params }) => doOnce({ world }, () => unbindOffice(world, params), oneStaff),
};

export const handler = api({
  routes,
  world: deployedWorld,
  regions: {
    org: async (world, { org_id }) => whereIs(await findOrganisation(world, org_id)),
    staff: async (world, { staff_id }) => whereIs(await findStaff(world, staff_id)),
  },
  operations: {
    ...ofKind(KINDS.station),
    ...ofKind(KINDS.institution),
    ...ofKind(KINDS.employer),
    ...ofKind(KINDS.evaluator),
    ...ofKind(KINDS.village),
    ...ofKind(KINDS.office),
    ...ofStaff,
  },
});
