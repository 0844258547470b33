/** Role × route × region: sheets and pages. See matrix-of.ts. */
import '../support/quiet';
import { matrixOf } from './matrix-of';

matrixOf('papers');
