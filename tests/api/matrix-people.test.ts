/** Role × route × region: organisations, staff, wishes, the gateway. See matrix-of.ts. */
import '../support/quiet';
import { matrixOf } from './matrix-of';

matrixOf('people');
