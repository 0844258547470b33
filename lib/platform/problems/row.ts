/** Status and title of a code. 422 the input cannot be right, 409 it cannot be done as things stand. */
export interface ProblemRow {
  status: number;
  title: string;
}
