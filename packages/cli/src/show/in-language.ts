// A file of its own, so that the rest of the doctor is not loaded with its tables.
export { inLanguage } from '@ehlo/doctor';
