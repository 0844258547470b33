/** Role × route × region: exams, certificates, what comes after. See matrix-of.ts. */
import '../support/quiet';
import './draw-once';
import { matrixOf } from './matrix-of';

matrixOf('assessments');
