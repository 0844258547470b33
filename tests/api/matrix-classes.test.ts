/** Role × route × region: classes, attendance, delivery, trades, policies. See matrix-of.ts. */
import '../support/quiet';
import { matrixOf } from './matrix-of';

matrixOf('classes');
