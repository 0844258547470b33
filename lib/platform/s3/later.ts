/** S3, loaded by the functions that have a bucket: the others do without its 4 KB. */
export { s3Files } from '../files-s3';
