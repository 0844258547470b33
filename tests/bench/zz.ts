import '../support/quiet';
import { benchTurns } from './turns';
benchTurns(60).then(console.table);
