/** Role × route × region: exams, certificates, what comes after. See matrix-of.ts. */
import '../support/quiet';
import { matrixOf } from './matrix-of';

// One sheet is drawn in earnest and handed out again: what is on it is for tests/assessment to say, who may have it for these.
jest.mock('../../lib/classes/certificates/later', () => {
  const real = jest.requireActual('../../lib/classes/certificates/later');
  let drawn: unknown;
  const drawCertificate = (...given: unknown[]) => {
    drawn ??= real.drawCertificate(...given);
    return drawn;
  };
  return { ...real, drawCertificate };
});

matrixOf('assessments');
