import { noticeChange } from '../../notices/write';
import { ERASED_NAME } from '../../people/erase-records';
import { dayOf, instant } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Policy } from '../../policy/types';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { agendaChange, agendaOf, withPassed } from '../agenda';
import { attendedPercent, marksUnchanged } from '../assessment/attended';
import { loadExam } from '../assessment/enter-scores';
import { readScore, type StoredAssessment } from '../assessment/items';
import { examinersOf } from '../assessment/publish';
import { examine } from '../assessment/sides';
import type { Score } from '../assessment/types';
import { memberOf } from '../items';
import { policyOf } from '../load';
import type { Member, TrainingClass } from '../types';
import { certificatePuts } from './items';
import { byChance, certificateNumber } from './number';
import { mayCertify } from './rules';
import { certificateReady } from './say';
import type { Certificate, CertificateRefusal } from './types';

export interface IssueCommand {
  class_id: string;
  worker_id: string;
  by: string;
  batch?: string;
}

/**
 * 发证: one certificate, in one transaction with all it rests on. Conditions of the write: her score and her attendance
 * are as read, she is on the roster, the exam is as read (its counter gives the number), the class, its institution and
 * evaluator are as read (so trainer and examiner are apart, L12), she has no valid one for this trade and level. Her
 * agenda has the trade and level done, if it had not.
 * Refuses what `mayReceive` and L12 refuse, `certificate_issued`, `not_enrolled`.
 */
export async function issueCertificate(world: World, command: IssueCommand): Promise<Planned<Certificate>> {
  const { class_id, worker_id } = command;
  const loaded = await loadExam(world, class_id);
  if (isRefusal(loaded)) return loaded;
  const { c, a } = loaded;
  const marks_as_read = await marksUnchanged(world, class_id, worker_id);
  const [score, percent, member] = await Promise.all([
    readScore(world, class_id, worker_id),
    attendedPercent(world, class_id, worker_id),
    world.table.get(keys.member(class_id, worker_id), { consistent: true }),
  ]);
  if (member?.status !== 'enrolled') return refuse('not_enrolled', { title: c.title });
  const refused = mayReceive(a, score, percent, policyOf(world, c));
  if (refused || !score) return refused ?? refuse('score_unknown');
  const recorded = examinersOf(a, [score]);
  const examined = await examine(world, c, { evaluator_id: a.evaluator_id, recorded, held_at: a.at });
  if (isRefusal(examined)) return examined;
  const certificate = certificateOf(world, { c, a, score, member: memberOf(member) }, command);
  const agenda = agendaOf(worker_id, await world.table.get(keys.agenda(worker_id), { consistent: true }));
  const after = withPassed(agenda, c);
  const ready = { notice_id: `certificate-${certificate.number}`, worker_id, kind: 'certificate' as const };
  return {
    changes: [
      ...certificatePuts(certificate),
      onScore(score, certificate.number),
      nextSerial(a),
      stillEnrolled(class_id, worker_id),
      marks_as_read,
      ...(command.batch ? [stillIssuing(command.batch)] : []),
      ...examined.checks,
      // Told of a shortfall when the results went out, she has it made good since.
      ...(after === agenda ? [] : [agendaChange(agenda, after, 'trade and level are done')]),
      noticeChange(world, { ...ready, topic: 'service', ...certificateReady(certificate) }),
    ],
    value: certificate,
  };
}

/**
 * As `mayCertify`, and she is still known: nobody erased is given a certificate (`holder_erased`). Erasing takes her name
 * off the score first, and the score as read is a condition of the write, so that none is issued past it.
 */
export function mayReceive(
  a: StoredAssessment,
  score: Score | undefined,
  attended_percent: number,
  policy: Policy,
): Refusal | undefined {
  if (score?.name === ERASED_NAME) return refuse<CertificateRefusal>('holder_erased');
  return mayCertify(a, score, attended_percent, policy);
}

interface Grounds {
  c: TrainingClass;
  a: StoredAssessment;
  score: Score;
  member: Member;
}

function certificateOf(world: World, { c, a, score, member }: Grounds, command: IssueCommand): Certificate {
  const issued_on = dayOf(world.now());
  const { home_region, class_id, trade_id, trade_name, level } = c;
  const year = issued_on.slice(0, 4);
  return {
    number: certificateNumber({ year, home_region, class_id, serial: a.issued + 1, chance: byChance(world.id('c')) }),
    rev: 1,
    class_id,
    class_title: c.title,
    worker_id: member.worker_id,
    name: member.name,
    id_number_masked: member.id_number_masked,
    kind: a.kind,
    trade_id,
    trade_name,
    level,
    home_region,
    institution_id: c.institution_id ?? '',
    evaluator_id: a.evaluator_id,
    issuer: a.evaluator_name,
    theory: score.theory ?? 0,
    practice: score.practice ?? 0,
    issued_on,
    state: 'valid',
    by: command.by,
    ...(command.batch && { batch: command.batch }),
    issued_at: instant(world.now()),
  };
}

function onScore(score: Score, number: string): Change {
  return {
    kind: 'update',
    key: keys.score(score.class_id, score.worker_id),
    set: { certificate: number, rev: score.rev + 1 },
    when: [{ attr: 'rev', op: '=', value: score.rev }],
    why: 'her score is as it was read',
  };
}

function nextSerial(a: StoredAssessment): Change {
  return {
    kind: 'update',
    key: keys.assessment(a.class_id),
    set: { issued: a.issued + 1 },
    when: [
      { attr: 'rev', op: '=', value: a.rev },
      { attr: 'issued', op: '=', value: a.issued },
    ],
    why: 'the next number is free',
  };
}

function stillEnrolled(class_id: string, worker_id: string): Change {
  return {
    kind: 'check',
    key: keys.member(class_id, worker_id),
    when: [{ attr: 'status', op: '=', value: 'enrolled' }],
    why: 'she is on the roster',
  };
}

/** An issue that is taken back gives out nothing more. */
function stillIssuing(task_id: string): Change {
  return {
    kind: 'check',
    key: keys.task(task_id),
    when: [{ attr: 'state', op: '=', value: 'running' }],
    why: 'the issue goes on',
    refusal: 'nobody_to_certify',
  };
}
