import { noticeChange } from '../../notices/write';
import { ERASED_NAME } from '../../people/erase-records';
import { instant } from '../../platform/clock';
import { refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { readScore } from '../assessment/items';
import { findCertificate, tradeAndLevel } from './items';
import { certificateRevoked } from './say';
import type { Certificate, CertificateRefusal } from './types';

/**
 * 撤销证书, with the reason: its number stays known and is answered as revoked; a new one may be issued. She is told: she
 * may be showing it to an employer. Refuses `certificate_unknown`, `certificate_revoked`, `stale`.
 */
export async function revokeCertificate(
  world: World,
  command: { number: string; by: string; reason: string; rev?: number },
): Promise<Planned<Certificate>> {
  const before = await findCertificate(world, command.number);
  if (!before) return refuse<CertificateRefusal>('certificate_unknown', { number: command.number });
  if (command.rev !== undefined && command.rev !== before.rev) return refuse('stale');
  if (before.state === 'revoked') return refuse<CertificateRefusal>('certificate_revoked', { number: before.number });
  const score = await readScore(world, before.class_id, before.worker_id);
  const revoked = { at: instant(world.now()), by: command.by, reason: command.reason };
  const after: Certificate = { ...before, rev: before.rev + 1, state: 'revoked', revoked };
  const changes: Change[] = [
    {
      kind: 'put',
      key: keys.certificate(before.number),
      item: { ...after },
      when: [
        { attr: 'state', op: '=', value: 'valid' },
        { attr: 'rev', op: '=', value: before.rev },
      ],
      why: 'the certificate is valid',
    },
    {
      kind: 'delete',
      key: keys.certificateFor(before.worker_id, tradeAndLevel(before)),
      when: [{ attr: 'number', op: '=', value: before.number }],
      why: 'another may be issued',
    },
  ];
  if (score?.certificate === before.number) changes.push(offScore(score, before.number));
  if (before.name !== ERASED_NAME) {
    const told = { notice_id: `revoked-${before.number}`, worker_id: before.worker_id, kind: 'certificate' as const };
    changes.push(noticeChange(world, { ...told, topic: 'service', ...certificateRevoked(after) }));
  }
  return { changes, value: after };
}

type Marked = NonNullable<Awaited<ReturnType<typeof readScore>>> & { revoked?: string[] };

function offScore(score: Marked, number: string): Change {
  return {
    kind: 'update',
    key: keys.score(score.class_id, score.worker_id),
    set: { rev: score.rev + 1, revoked: [...(score.revoked ?? []), number] },
    remove: ['certificate'],
    when: [{ attr: 'rev', op: '=', value: score.rev }],
    why: 'her score is as it was read',
  };
}
