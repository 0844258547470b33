/** One certificate is drawn in earnest and handed out again: what is on it is for tests/assessment to say. Imported for its effect. */
jest.mock('../../lib/classes/certificates/later', () => {
  const real = jest.requireActual('../../lib/classes/certificates/later');
  let drawn: unknown;
  const drawCertificate = (...given: unknown[]) => {
    drawn ??= real.drawCertificate(...given);
    return drawn;
  };
  return { ...real, drawCertificate };
});
