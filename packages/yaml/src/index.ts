export { environmentField } from './environment-field.ts'
export type { Place, Problem } from './problem.ts'
export { readYaml } from './read-yaml.ts'
export { sizeField } from './size-field.ts'
