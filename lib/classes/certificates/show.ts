/** Certificates as the API shows them: named one by one. Pure. */
import type { Preview } from './issue-task';
import type { Certificate } from './types';

export function certificateShown(c: Certificate) {
  const { number, rev, class_id, class_title, worker_id, name, id_number_masked, kind, trade_id, trade_name } = c;
  const { level, home_region, institution_id, evaluator_id, issuer, theory, practice, issued_on, issued_at } = c;
  return {
    number,
    rev,
    class_id,
    class_title,
    worker_id,
    name,
    id_number_masked,
    kind,
    trade_id,
    trade_name,
    level,
    home_region,
    institution_id,
    evaluator_id,
    issuer,
    theory,
    practice,
    issued_on,
    issued_at,
    state: c.state,
    by: c.by,
    ...(c.batch && { batch: c.batch }),
    ...(c.revoked && { revoked: c.revoked }),
  };
}

export const asCertificate = (certificate: Certificate) => ({
  body: certificateShown(certificate),
  rev: certificate.rev,
});

export function previewShown({ training_class, get, not }: Preview) {
  return {
    class_id: training_class.class_id,
    get,
    not: not.map(({ refusal, ...person }) => ({
      ...person,
      code: refusal.refused,
      ...(refusal.facts && { facts: refusal.facts }),
    })),
  };
}
