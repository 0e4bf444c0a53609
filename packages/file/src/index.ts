export { readIfThere } from './read-if-there.ts'
export { wholeFiles } from './whole-files.ts'
export { writeWhole } from './write-whole.ts'
