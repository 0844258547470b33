/** Lambda's 6 MB, in base 64: four of a file. */
export const FILE_MAX_BYTES = 4 * 1024 * 1024;

/** What an .xlsx file is called on the wire. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
