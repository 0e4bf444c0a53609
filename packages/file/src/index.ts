export { wholeFiles } from './whole-files.ts'
export { writeWhole } from './write-whole.ts'
