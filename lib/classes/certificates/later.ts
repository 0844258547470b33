/** The part that prints, a file of its own beside the bundle (functions/shared/bundle.cjs): nobody else carries a PDF engine. */
export { drawCertificate } from './draw';
