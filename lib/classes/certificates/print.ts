import { openGrant } from '../../pages/grant';
import { ERASED_NAME } from '../../people/erase-records';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { findCertificate } from './items';
import { verifyUrl } from './link';
import type { CertificateRefusal } from './types';

/** The PDF behind such a link. Refuses what is wrong with the link, and as `printCertificate`. */
export async function takeCertificate(world: World, token: string): Promise<Printed | Refusal> {
  const grant = await openGrant(world, token, ['certificate']);
  return isRefusal(grant) ? grant : printCertificate(world, grant.number ?? '');
}

export interface Printed {
  number: string;
  pdf: Uint8Array;
  /** Characters of her name the font has no glyph for; shown on the sheet by their code, never as a blank. */
  missing: string[];
}

/**
 * The certificate as a PDF to print, with a QR code to its verification. What draws it (pdfkit, the font) is loaded here
 * and nowhere else. Refuses `certificate_unknown`, `certificate_revoked` (not printed again), `holder_erased`: a sheet
 * without a name certifies nobody.
 */
export async function printCertificate(world: World, given: string): Promise<Printed | Refusal<CertificateRefusal>> {
  const certificate = await findCertificate(world, given);
  if (!certificate) return refuse('certificate_unknown');
  if (certificate.state === 'revoked') return refuse('certificate_revoked', { number: certificate.number });
  if (certificate.name === ERASED_NAME) return refuse('holder_erased');
  const { drawCertificate } = await import('./later');
  const { pdf, missing } = await drawCertificate(certificate, verifyUrl(world, certificate.number));
  return { number: certificate.number, pdf, missing };
}
