export { type PhotoKind, photograph, photoKinds } from './degrade-photo.ts';
export { type ScanKind, scan, scanKinds } from './degrade-scan.ts';
export { randomOf } from './random.ts';
export { type Kind, readSpecimen, type Specimen, specimens } from './run.ts';
export { paperOfPdf, printed, stampCode } from './sheets.ts';
export { fillIn, type Truth } from './student.ts';
export { count, emptyTally, judge, percent, type Reliability, type Tally } from './tally.ts';
