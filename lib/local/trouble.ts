/** Something the person at the keyboard can put right: said in one line, without a stack. */
export class Trouble extends Error {
  override name = 'Trouble';
}
